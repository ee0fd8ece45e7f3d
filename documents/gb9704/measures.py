"""The numbers of GB/T 9704-2012, in the units that the file format wants."""

from docx.shared import Length, Mm, Pt

PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
# The type area is 156 × 225 mm. A landscape page is a portrait one turned with its binding edge to the top.
TOP, LEFT, RIGHT, BOTTOM = Mm(37), Mm(28), Mm(26), Mm(35)
LINE = Pt(28.95)  # 22 lines in 225 mm; 29 pt would overflow
CHARACTERS, CHARACTERS_ACROSS = 28, 40  # in a line of a portrait, and of a landscape page
TITLE_CHARACTERS, TITLE_CHARACTERS_ACROSS = 20, 28

TITLE_SIZE, BODY_SIZE, CELL_SIZE, NUMBER_SIZE = Pt(22), Pt(16), Pt(12), Pt(14)
TITLE_LINE, CELL_LINE = Pt(36), Pt(18)
# 28 characters of 16 pt would need 448 pt where the type area has 442: each stands a little closer to the next.
BODY_SPACING = Pt(-0.3)
TWO_CHARACTERS = Length(2 * (BODY_SIZE + BODY_SPACING))
# The top of a page number is 7 mm below the type area; the file counts from the page's edge to its foot.
NUMBER_BELOW = Mm(7)

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
HEADING_FONT = "黑体"
SUBHEADING_FONT = "楷体_GB2312"
NUMBER_FONT = "宋体"

TWIPS_A_POINT = 20
GRID_UNITS_A_POINT = 4096
