import RecordTypes
import Reporting
import Testing

@Suite("Report files")
struct ReportFileTests {
    @Test("CSV has a header, CRLF, and quotes where RFC 4180 wants them")
    func csv() {
        let bytes = CommaSeparated.bytes(of: [ReportRows.row(ReportRows.event(basis: "JVK-2026-118", records: 2))])
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "time,actor,role,institution,purpose,action,outcome,basis,encounter,records,ledger_index\r\n"
                + "2026-03-01T09:30:00.123Z,\"Dr. A (PNOEE-39901012239) [asserted]\",doctor,"
                + "\"Haigla, \"\"Põhi\"\" (NTREE-10000001)\",TREAT,read-record,released,JVK-2026-118,V-1,"
                + "\"00000000000000000000000000000000 01010101010101010101010101010101\",7\r\n")
        #expect(CommaSeparated.bytes(of: []).last == 0x0A)
    }

    @Test(
        "no field can become a formula",
        arguments: [
            ("=1+1", "\"'=1+1\""), ("+1", "\"'+1\""), ("-1", "\"'-1\""), ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""), ("  =1", "\"'  =1\""), ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""), ("\n1", "\"'\n1\""), ("\u{1}=1", "\"'\u{1}=1\""), ("＝1", "\"'＝1\""),
            ("＋1", "\"'＋1\""),
            ("－1", "\"'－1\""), ("＠1", "\"'＠1\""), ("\"=1\"", "\"\"\"=1\"\"\""), ("a=1", "a=1"), ("1-2", "1-2"),
            ("", ""),
            ("a\r\nb", "\"a\r\nb\""), ("õ", "õ"), ("a,b", "\"a,b\""),
        ])
    func formulas(_ field: String, _ expected: String) {
        #expect(String(decoding: CommaSeparated.line([field]), as: UTF8.self) == expected + "\r\n")
    }

    @Test("each NDJSON line holds time, actor, institution, purpose and outcome, and one line feed")
    func ndjson() {
        let rows = [
            ReportRows.row(ReportRows.event(name: "A\nB")),
            ReportRows.row(ReportRows.event(outcome: .refused, institution: nil)),
        ]
        let lines = String(decoding: NewlineDelimited.bytes(of: rows), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(
            lines[0]
                == #"{"time":"2026-03-01T09:30:00.123Z","actor":{"kind":"institution","person":"PNOEE-39901012239","#
                + #""name":"A\nB","role":"doctor","assertion":"signed-token"},"institution":"NTREE-10000001","#
                + #""institutionName":"Haigla, \"Põhi\"","purpose":"TREAT","action":"read-record","outcome":"released","#
                + #""basis":null,"encounter":"V-1","records":["00000000000000000000000000000000"],"requestID":"r-1","ledgerIndex":7}"#
        )
        #expect(lines[1].contains(#""institution":null,"institutionName":null"#))
        #expect(lines[1].contains(#""outcome":"refused""#))
    }

    @Test("a table's columns stand under their headings, and no cell moves the cursor")
    func table() {
        let event = ReportRows.event(name: "A\u{1b}[2J\u{202E}\nB")
        let text = PlainTable.text(of: [ReportRows.row(event)], columns: [.actor, .outcome])
        #expect(
            text == """
                actor                                    outcome
                ---------------------------------------  --------
                A\u{FFFD}[2J\u{FFFD}\u{FFFD}B (PNOEE-39901012239) [asserted]  released

                """)
        #expect(PlainTable.text(heading: ["a"], cells: []) == "a\n-\n")
    }

    @Test("an actor without a name or person is said by kind")
    func nameless() {
        let event = AccessEvent(
            time: Instant(seconds: 0), action: .searchRecords, outcome: .empty,
            actor: AccessEvent.Actor(
                kind: .institution, institution: ReportRows.hospital, institutionName: nil, person: nil,
                personName: nil,
                role: nil, assertion: .unnamed),
            purpose: .treatment, encounter: nil, basis: nil, subject: nil, records: [], requestID: "r")
        #expect(ReportRows.row(event).text(.actor) == "institution")
        #expect(ReportRows.row(event).text(.institution) == "NTREE-10000001")
        #expect(ReportRows.row(event).text(.records) == "")
    }
}
