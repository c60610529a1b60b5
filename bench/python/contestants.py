"""The Python contestants: contestants.py NAME HOST PORT USER PASSWORD DATABASE SQL PATH; prints rows, seconds, peak KiB as JSON."""

import csv
import json
import resource
import sys
import time

import pymysql
import pymysql.cursors


def write_csv(path, cursor, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([column[0] for column in cursor.description])
        written = 0
        for row in rows:
            writer.writerow(row)
            written += 1
    return written


def fetch_all(connection, sql, path):
    cursor = connection.cursor()
    cursor.execute(sql)
    return write_csv(path, cursor, cursor.fetchall())


def server_side_cursor(connection, sql, path):
    cursor = connection.cursor(pymysql.cursors.SSCursor)
    cursor.execute(sql)
    return write_csv(path, cursor, cursor)


def xlsxwriter_rows(connection, sql, path):
    import xlsxwriter

    cursor = connection.cursor(pymysql.cursors.SSCursor)
    cursor.execute(sql)
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = workbook.add_worksheet("bench")
    sheet.write_row(0, 0, [column[0] for column in cursor.description], workbook.add_format({"bold": True}))
    written = 0
    for written, row in enumerate(cursor, 1):
        sheet.write_row(written, 0, row)
    workbook.close()
    return written


CONTESTANTS = {"python-fetchall": fetch_all, "python-cursor": server_side_cursor, "xlsxwriter": xlsxwriter_rows}


def main():
    name, host, port, user, password, database, sql, path = sys.argv[1:]
    started = time.monotonic()
    connection = pymysql.connect(host=host, port=int(port), user=user, password=password, database=database, charset="utf8mb4")
    rows = CONTESTANTS[name](connection, sql, path)
    seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"rows": rows, "seconds": seconds, "peakKib": peak}))


main()
