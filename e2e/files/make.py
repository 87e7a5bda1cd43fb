"""Makes the order files of the journeys with openpyxl, which this project does not use: pip install openpyxl; python3 make.py"""

from openpyxl import Workbook

HEADER = ["订单号", "收件人", "手机", "收件地址", "品名", "数量", "重量(kg)", "备注"]
GOOD = [
    ("E2E-1001", "欧阳晓雯", "13812345678", "浙江省杭州市余杭区仓前街道文一西路969号3幢1单元502室", "连衣裙", 1, 0.6, "请放快递柜"),
    ("E2E-1002", "李志强", "13900001234", "广东省深圳市南山区粤海街道科技园南区高新南一道8号", "机械键盘", 1, 1.2, ""),
    ("E2E-1003", "王喆", "15021234567", "上海市浦东新区张江镇祖冲之路2288弄3号楼1503室", "笔记本支架", 2, 1.8, "周末不收件"),
    ("E2E-1004", "阿依古丽", "13999123456", "新疆维吾尔自治区乌鲁木齐市天山区解放北路12号", "羊绒围巾", 1, 0.4, ""),
    ("E2E-1005", "陈堃", "13512340000", "四川省成都市武侯区桂溪街道天府大道北段1700号环球中心E1-2-1811", "保温杯", 3, 2.1, ""),
]
BAD = [
    ("E2E-1006", "赵敏", "1380013", "北京市朝阳区建国路88号院5号楼", "口红", 1, 0.1, ""),
    ("E2E-1007", "钱**", "138****5678", "江苏省南京市鼓楼区****", "T恤", 1, 0.3, ""),
]
MORNING = [
    ("E2E-2001", "欧阳晓雯", "13812345678", "浙江省杭州市余杭区仓前街道文一西路969号3幢1单元502室", "连衣裙", 1, 0.6, ""),
    ("E2E-2002", "李志强", "13900001234", "广东省深圳市南山区粤海街道科技园南区高新南一道8号", "机械键盘", 1, 1.2, ""),
]
AFTERNOON = [("E2E-2003", "王喆", "15021234567", "上海市浦东新区张江镇祖冲之路2288弄3号楼1503室", "笔记本支架", 2, 1.8, "")]
TAOBAO = ["订单编号", "买家会员名", "买家应付货款", "收货人姓名", "收货地址 ", "联系电话 ", "联系手机", "买家留言", "宝贝标题 ", "宝贝总数量"]
TAOBAO_ROWS = [
    ('="4012345678901234501"', "tb_qq88", "59.90", "孙丽", "江苏省 苏州市 工业园区 金鸡湖街道 星湖街328号创意产业园4栋(215000)", "", "'13712345678", "", "棉麻衬衫", "1"),
    ('="4012345678901234502"', "xiaoyu_fly", "128.00", "周建国", "湖北省 武汉市 洪山区 珞南街道 珞喻路1037号华中科技大学东八舍(430000)", "", "'18612345670", "尽快", "登山鞋", "1"),
]


def main():
    book = Workbook()
    sheet = book.active
    sheet.title = "订单"
    sheet.append(HEADER)
    for row in GOOD + BAD:
        sheet.append(row)
    book.save("orders.xlsx")

    book = Workbook()
    notes = book.active
    notes.title = "说明"
    notes.append(["上午和下午各一张表"])
    for name, rows in [("上午", MORNING), ("下午", AFTERNOON)]:
        sheet = book.create_sheet(name)
        for row in [HEADER, *rows]:
            sheet.append(row)
    book.save("sheets.xlsx")

    with open("taobao.csv", "wb") as file:
        for row in [TAOBAO, *TAOBAO_ROWS]:
            file.write((",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n").encode("gb18030"))


main()
