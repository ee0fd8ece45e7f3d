"""The numbers of GB/T 9704-2012, in the units that the file format wants."""

from docx.shared import Mm, Pt

PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
# The type area is 156 × 225 mm; the binding edge is at the left of a portrait page, at the top of a landscape one.
TOP, LEFT, RIGHT, BOTTOM = Mm(37), Mm(28), Mm(26), Mm(35)
LINE = Pt(28.95)  # 22 lines in 225 mm; 29 pt would overflow
LINES, CHARACTERS = 22, 28
# A page number stands 7 mm below the type area, in 4号.
FOOTER = Mm(35 - 7 - 5)
TITLE_SIZE, BODY_SIZE, CELL_SIZE, NUMBER_SIZE = Pt(22), Pt(16), Pt(12), Pt(14)
CELL_LINE = Pt(18)

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
HEADING_FONT = "黑体"
SUBHEADING_FONT = "楷体_GB2312"
NUMBER_FONT = "宋体"

TWIPS_A_POINT = 20
EIGHTHS_A_POINT = 8
