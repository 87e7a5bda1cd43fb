#!/usr/bin/env python3
"""Writes labelled texts with real villages and invented people, to measure the parser on addresses that nobody fitted it to.

    (the two packages as for make-given.py)
    python3 make-texts.py ngender-0.1.1/ngender/charfreq.csv package/dist surnames.txt 20000 > texts.jsonl
    cargo run --release -p address --example accuracy -- texts.jsonl --shipped
"""
import csv
import json
import random
import re
import sys

NAMES, PLACES, SURNAMES, COUNT = sys.argv[1:5]
RANDOM = random.Random(1)
ZONES = re.compile("开发|园区|新区|示范|管理|基地|实验|农场|兵团|直辖")
ENDS = """小区 花园 大厦 广场 超市 小学 中学 医院 公司 宾馆 酒店 公寓 家园 名苑 新村 市场 药店 加油站 派出所 银行 幼儿园 工业园 车站 东门
南门口 对面 旁边 隔壁 北侧 附近 楼下 后面 前台 快递柜 菜鸟驿站 门卫 宿舍 物流园 汽修厂 美容院 网吧 百货 家具城 建材城 卫生院 巷口 路口 桥头
十字路口 西100米 往东50米 东侧200米 院内 一楼 二层 负一层 5楼 A座 3-502 12-3-401 2号门 8栋 6幢102 10组 三组 25号 108号 1单元 302室 601
3号楼 地下室 车库 底商 门面 仓库 车间 办公室 收发室 财务部 三期 东区 C区12号 中段 东段 南头 尽头 老街 步行街""".split()
ROADS = "路 大道 街 东路 西街 巷 南路 一路 二街".split()
ORDERS = ["{a}{n}{p}", "{p}{a}{n}", "{a}{p}{n}", "{n}{a}{p}", "{n}{p}{a}", "{p}{n}{a}", "{n}，{p}，{a}", "{a} {n} {p}", "{a},{p},{n}",
          "收货人：{n}\n手机号码：{p}\n所在地区：{r}\n详细地址：{d}", "收件人:{n} 电话:{p} 地址:{a}", "收货人{n}电话{p}地址{a}"]


def table(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main():
    given = [(row["char"], int(row["male"]) + int(row["female"])) for row in table(NAMES)]
    given = [(char, count ** 0.8) for char, count in given if count > 2000]
    compound, single = (line.split() for line in open(SURNAMES, encoding="utf-8").read().splitlines()[:2])
    provinces = {row["code"]: row["name"] for row in table(f"{PLACES}/provinces.csv")}
    cities = {row["code"]: row["name"] for row in table(f"{PLACES}/cities.csv")}
    areas = {row["code"]: row["name"] for row in table(f"{PLACES}/areas.csv")}
    streets = {row["code"]: row["name"] for row in table(f"{PLACES}/streets.csv")}
    villages = [row for row in table(f"{PLACES}/villages.csv") if row["name"]]
    pick = RANDOM.choice

    def name():
        surname = pick(compound[:40]) if RANDOM.random() < 0.03 else RANDOM.choices(
            single[:460], [(rank + 8) ** -0.6 for rank in range(460)])[0]
        chars, weights = zip(*given)
        return surname + "".join(RANDOM.choices(chars, weights, k=1 if RANDOM.random() < 0.3 else 2))

    def detail(village):
        stem = re.sub("(村民|居民|社区居民|社区居|村|居)?委(员)?会$", "", village["name"])
        town = re.sub("办事处$", "", streets[village["streetCode"]])
        if RANDOM.random() < 0.5:
            village_name = stem if stem.endswith(("村", "社区")) or RANDOM.random() < 0.15 else stem + "村"
            return town + village_name + (f"{RANDOM.randint(1, 300)}{pick('号组队社')}" if RANDOM.random() < 0.4 else "")
        road = stem[:2] + pick(ROADS) if RANDOM.random() < 0.6 else ""
        number = f"{RANDOM.randint(1, 999)}号" if RANDOM.random() < 0.5 else ""
        return town + road + number + stem[-2:] + pick(ENDS)

    for _ in range(int(COUNT)):
        village = pick(villages)
        province, city, area = provinces[village["provinceCode"]], cities[village["cityCode"]], areas[village["areaCode"]]
        if city in ("市辖区", "县"):
            city = province
        if ZONES.search(area + streets[village["streetCode"]] + city) or area == city:
            continue
        person, address = name(), detail(village)
        phone = pick(["138", "150", "177", "199"]) + f"{RANDOM.randint(0, 99999999):08}"
        region = province + ("" if city == province else city) + area
        text = pick(ORDERS).format(n=person, p=phone, r=region, d=address, a=region + address)
        print(json.dumps({"text": text, "name": person, "phone": phone, "province": province, "city": city, "district": area,
                          "detail": address}, ensure_ascii=False))


main()
