"""Reports written for these tests, and the units they may name."""

from collections.abc import Iterable
from datetime import date

from meetings.report_parser import Directive, ParsedReport, Quote, UnitDirectory, UnitName, parse

UNITS = UnitDirectory(
    [
        UnitName("zongheban", "综合办", "department"),
        UnitName("zongheban", "党政综合办公室", "department"),
        UnitName("dangjian", "党建和人事办", "department"),
        UnitName("jingfa", "经发局", "department"),
        UnitName("jingfa", "经发", "department"),
        UnitName("yingji", "应急管理办", "department"),
        UnitName("heping", "和平村", "department"),
        UnitName("ge-bumen", "各部门", "unit_set"),
        UnitName("ge-cun-shequ", "各村（社区）", "unit_set"),
        UnitName("ge-cun-shequ", "村(社区)", "unit_set"),
    ]
)

TRADITIONAL = (
    "3月6日上午,東灣鎮(zhèn)召開2023年第一季度經(jīng)濟工作會議,貫徹落實全市經(jīng)濟工作會議精神。鎮(zhèn)黨委書記劉國華、"
    "鎮(zhèn)長歐陽敏出席會議。\n"
    "經(jīng)發、應急管理辦等相關(guān)部門圍繞開局工作進行發(fā)言。\n"
    "劉國華強調(diào),全鎮(zhèn)上下要搶抓開局時機,奮力奪取開門紅。\n"
    "要在擴大投資上有新進展。經(jīng)發部門要梳理項目清單。進一步壓實各村(社區(qū))責任。\n"
    "歐陽敏對下一步工作作了部署,要盯緊指標,補齊短板;要走訪企業(yè),解決難題。\n"
    "鎮(zhèn)領(lǐng)導何田、李彪,綜合辦、黨建和人事辦、經(jīng)發局等單位負責人參加會議。"
)

INVESTMENT = """全县招商引资工作调度会召开
本报讯（记者 甄小红）3月5日下午，县委副书记、县长司马青主持召开全县招商引资工作调度会，听取一季度工作情况汇报，研究下一步工作。县委常委、常务副县长阿里木·买买提，副县长李 彪、诸葛明月出席会议。县发改局、经信局主要负责人，各镇（街道）党（工）委书记参加会议。
会上，县招商中心汇报了一季度工作情况，河东镇、河西街道作了表态发言。
司马青指出，去年全县招商引资取得了明显成效，全年引进亿元以上项目36个，到位资金58.6亿元，同比增长12.3%。但也要清醒看到，当前还存在项目储备不足的问题。
司马青强调，一要聚焦重点产业。由县经信局牵头，县发改局、县科技局配合，6月底前编制完成招商图谱。二要创新招商方式。县招商中心要组建3支小分队，年内引进项目不少于40个。三要优化营商环境。四是压实工作责任。各镇（街道）党政主要负责同志要履行第一责任人职责。
阿里木·买买提要求，县自然资源局、生态环境局要提前介入，做好要素保障；有关部门要各司其职；县政府督查室会同县招商中心每月通报一次。
最后，李彪就安全生产工作作了部署：要开展拉网式排查，严防各类事故发生。
"""

FLOODS = """镇召开安全生产和防汛工作会议
2024年5月10日，东河镇召开安全生产暨防汛备汛工作会议。会议由镇党委副书记、镇长王浩主持，镇党委书记陈和平出席会议并讲话。镇班子成员、各站所负责人，各村（社区）书记、主任等参加会议。
会议传达学习了全市安全生产电视电话会议精神，应急管理办、农业农村办分别就近期工作作了汇报。
会议要求，
（一）提高思想认识。各村（社区）、各部门要牢固树立安全发展理念。
（二）突出工作重点。紧盯危化品、自建房等重点领域，5月底前完成一轮排查。（责任单位：应急管理办、农业农村办）
陈和平强调，要始终坚持人民至上；要落实24小时值班制度，水利站负责汛情监测；要备足物资，确保拿得出、用得上。和平村要组织巡堤队伍，遇到险情第一时间报告。
会议还通报了4月份消防检查情况。下一步，我镇将继续开展专项行动。
"""

MINUTES = """县长办公会议纪要
2024年4月2日，县长赵明在县政府二楼会议室主持召开县长办公会议，研究城区供水保障等事项。现纪要如下：
一、关于城区供水保障问题
会议听取了县水务局关于城区供水保障情况的汇报。会议议定：
（一）由县水务局牵头，县住建局、城投公司配合，4月30日前完成老旧管网排查。
（二）县财政局负责落实资金500万元。
二、关于公交线路优化问题
会议原则同意县交通运输局提出的方案，由县交通运输局会同县公安局组织实施。
会议审议通过了《公共交通管理办法》。
"""

SEVERAL = """高质量发展部署会举行
14日，我区召开高质量发展部署会。区委书记周恩泽出席并讲话，区长欧阳峰主持，区领导赵薇薇、钱多多等参加会议。
周恩泽指出，推动高质量发展，关键在干部。
01 项目攻坚要有新突破
要坚持“项目为王”，区发改委要建立重点项目清单。
02 改革创新要有新作为
区委改革办要牵头推进年度改革任务。
欧阳峰在主持会议时要求，全区上下要迅速传达学习会议精神，第一，抓好宣传；第二，抓好督查；第三，抓好考核。
随后，召开了区安委会全体会议，副区长高文博强调，各行业主管部门要深刻汲取事故教训。
企业代表建议，进一步放宽融资门槛。
"""

ALL = (TRADITIONAL, INVESTMENT, FLOODS, MINUTES, SEVERAL)


def read(text: str, published: date | None = None) -> ParsedReport:
    """The reading of `text` with the units above."""
    return parse(text, published, UNITS)


def demands(body: str, speaker: str = "县长王浩") -> tuple[Directive, ...]:
    """The demands in `body`, put into the mouth of one speaker."""
    return read(f"3月5日，县里召开全县重点工作推进会。\n{speaker}强调，{body}").directives


def texts(items: Iterable[Directive | Quote]) -> list[str]:
    """The cleaned texts of the items."""
    return [item.text for item in items]


def owners(directive: Directive, *, inherited: bool = False) -> list[str]:
    """The names of a demand's owners."""
    return [owner.name for owner in directive.responsible if owner.inherited == inherited]
