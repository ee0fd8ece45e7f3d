"""The sample: the July 2024 meeting from its public facts, in the authors' words, with a fictional follow-up.

The named leaders get no word and no act that the facts do not give; who approves, signs and reports is invented
and says so (演示).
"""
