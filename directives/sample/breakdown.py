"""How the fictional office broke the sample's twelve directives down. Everything here is marked 办公室拟定."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SampleTask:
    """`days` is the due day counted from today (None: 长期坚持). `lead` may hold several units: 共同牵头."""

    directive: int
    title: str
    theme: str
    lead: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    each: str = ""
    days: int | None = None
    measures: str = ""


TASKS = (
    SampleTask(
        1,
        "编制招商重点企业清单，组建全镇招商队伍",
        "zhaoshang-yinzi",
        ("chancu",),
        ("gongkeshang", "fatong"),
        days=38,
        measures="梳理重点企业名单\n从各部门抽调招商人员\n建立每月调度机制",
    ),
    SampleTask(1, "与村（社区）建立招商线索通报机制", "zhaoshang-yinzi", each="ge-cun-shequ", days=21),
    SampleTask(
        2,
        "整备一批连片产业用地，充实土地储备",
        "kongjian-tuozhan",
        ("chengjian",),
        ("chenggeng", "chengjian-gongsi"),
        days=120,
        measures="摸清可整备地块\n逐宗制定整备计划",
    ),
    SampleTask(
        2,
        "以“工改”盘活存量用地，推出高品质产业空间",
        "kongjian-tuozhan",
        ("chenggeng",),
        ("chengjian",),
        days=160,
    ),
    SampleTask(
        3,
        "推行“五个一”，提高项目审批和落地速度",
        "xiangmu-luodi",
        ("fatong",),
        ("chengjian", "gongfu"),
        days=66,
    ),
    SampleTask(3, "梳理在建项目堵点难点，逐项销号", "xiangmu-luodi", ("fatong", "chengjian"), days=-6),
    SampleTask(4, "常态走访企业，及时回应企业诉求", "fuwu-qiye", each="ge-cun-shequ"),
    SampleTask(
        4, "完善部门与村（社区）服务企业协调机制", "fuwu-qiye", ("gongkeshang",), ("dangzheng",), days=30
    ),
    SampleTask(
        5,
        "摸清企业技改意向，建立技改工作清单",
        "qiye-jigai",
        ("gongkeshang",),
        ("fatong", "gongye-gongsi"),
        days=12,
        measures="逐户了解技改意向\n形成清单并按月更新",
    ),
    SampleTask(
        5, "围绕九大支柱行业培育技改标杆企业", "qiye-jigai", ("gongkeshang",), ("gongye-gongsi",), days=180
    ),
    SampleTask(
        6,
        "统筹全镇文商旅资源，策划消费活动",
        "jihuo-xiaofei",
        ("gongkeshang",),
        ("gongfu",),
        days=52,
        measures="编制年度活动计划\n总结餐饮企业经验并推广",
    ),
    SampleTask(7, "改进工作作风，主动对标先进地区抓落实", "zhuanbian-zuofeng", each="ge-bumen"),
    SampleTask(
        8,
        "挖掘增长潜力，推动企业升规上限",
        "wenzengzhang-shanggui",
        ("fatong",),
        ("gongkeshang", "shuiwu"),
        days=37,
    ),
    SampleTask(9, "建立联系服务企业台账，持续排忧解难", "fuwu-qiye", ("gongkeshang",), ("fatong",), days=90),
    SampleTask(
        10,
        "借深中通道机遇谋划系列文旅活动",
        "tizhen-xiaofei",
        ("gongkeshang",),
        ("gongfu", "dangzheng"),
        days=45,
    ),
    SampleTask(
        11,
        "推动跨境电商加快发展，帮助企业拓展市场",
        "kuajing-dianshang",
        ("gongkeshang",),
        ("chancu", "shuiwu"),
        days=100,
    ),
)
