"""Demands that reached the office as a document: 批示, 上级督办, 会议纪要, 政府工作报告, 民生实事.

A draft of one has `made["document"]` beside an empty meeting; its directives and tasks are the same rows as those of
a report. Text becomes rows in `text`, a spreadsheet in `spreadsheet`; `facts` proposes dates, `confirming` writes.
"""
