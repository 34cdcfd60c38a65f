import AccessLog
import RecordTypes
import Testing

@testable import GatewayService

@Suite struct ConsoleQuestionTests {
    private func question() throws -> ConsoleQuestion {
        var question = ConsoleQuestion(caseNumber: "2026/17 \"x\"", operatorName: "root")
        question.person = PersonIdentifier(try PersonalCode("38001085718"))
        question.professional = PersonIdentifier(try PersonalCode("60001017869"))
        question.institution = InstitutionID("NTREE-10000001")
        question.from = Instant(seconds: 1_700_000_000)
        question.until = Instant(milliseconds: 1_800_000_000_123)
        question.outcomes = [.refused, .notFound]
        question.purposes = [.breakTheGlass]
        question.actions = [.exportRecords]
        question.rules = [.offHours, .family]
        question.readersOnly = true
        question.format = .csv
        return question
    }

    @Test("a question reads back as it was written")
    func roundTrip() throws {
        let whole = try question()
        #expect(ConsoleQuestion(reading: whole.bytes) == whole)
        let least = ConsoleQuestion(caseNumber: "1", operatorName: "")
        #expect(ConsoleQuestion(reading: least.bytes) == least)
        #expect(!whole.bytes.contains(UInt8(ascii: "\n")))
    }

    @Test(
        "what is no question is refused",
        arguments: [
            "", "{}", "[]", #"{"case":"1"}"#, #"{"case":1,"operator":"o","format":"csv","outcomes":[]}"#,
            #"{"case":"1","operator":"o","format":"csv","outcomes":["maybe"]}"#,
            #"{"case":"1","operator":"o","format":"csv","outcomes":[],"person":"38001085718"}"#,
            #"{"case":"1","operator":"o","format":"csv","outcomes":[],"from":"yesterday"}"#,
            #"{"case":"1","operator":"o","format":"csv","outcomes":[],"institution":{}}"#,
            #"{"case":"1","operator":"o","format":"pdf","outcomes":[]}"#,
            #"{"case":"1","operator":"o","format":"csv","outcomes":[],"rules":["guilty"]}"#,
            #"{"case":"1","operator":"o","format":"csv","outcomes":[],"purposes":"BTG"}"#,
        ])
    func refused(_ text: String) { #expect(ConsoleQuestion(reading: Array(text.utf8)) == nil) }
}

@Suite struct ConsoleAnswerTests {
    @Test(
        "what is no answer is refused",
        arguments: [
            "", "{}", "{\"error\":1}\n", "{\"sentences\":[]}", "{\"sentences\":[],\"error\":\"e\"}\n", "text\nmore",
        ])
    func refused(_ text: String) { #expect(ConsoleAnswer(reading: Array(text.utf8)) == nil) }

    @Test("a report follows its sentences byte for byte")
    func report() throws {
        let answer = try #require(ConsoleAnswer(reading: Array("{\"sentences\":[\"All.\"]}\na,b\r\n\n".utf8)))
        #expect(answer.sentences == ["All."])
        #expect(answer.report == Array("a,b\r\n\n".utf8))
        #expect(answer.error == nil)
        #expect(ConsoleAnswer(reading: answer.bytes) == answer)
    }
}

@Suite struct CaseOrderTests {
    @Test(
        "an order reads back as it was written",
        arguments: [
            .list(overdueOnly: true, stage: nil), .list(overdueOnly: false, stage: .waiting), .figures,
            .show(CaseID(.emergency, at: 7)), .open(look: 9, further: [10], rules: [.family]),
            .open(look: 9, further: [], rules: []), .take(CaseID(.look, at: 7)), .evidence(CaseID(.emergency, at: 3)),
            .hidingOrders, .endHiding(12, words: "no ground"),
            .watchList,
            .watch(PersonIdentifier(semantics: "PNOEE-38001085718")!, isWatched: true, words: "on the news"),
            .retention(.care, years: 5, plan: nil), .retention(.otherPurposes, years: 3, plan: "0123456789ab"),
            .ask(CaseID(.look, at: 7), words: "Why \"now\"?", due: Instant(seconds: 5)),
            .ask(CaseID(.look, at: 7), words: "a", due: nil), .answer(CaseID(.look, at: 7), words: "b\nc"),
            .decide(CaseID(.look, at: 7), .error, .proposal, words: "d"), .close(CaseID(.look, at: 7), words: "e"),
        ] as [CaseOrder.Content])
    func roundTrip(_ content: CaseOrder.Content) {
        let order = CaseOrder(content, caseNumber: "J-1", by: "root")
        #expect(CaseOrder(reading: order.bytes) == order)
        #expect(!order.bytes.contains(UInt8(ascii: "\n")))
        #expect(ConsoleQuestion(reading: order.bytes) == nil && RegisterOrder(reading: order.bytes) == nil)
    }

    @Test(
        "what is no order is refused",
        arguments: [
            "", "{}", #"{"casework":{}}"#, #"{"casework":{"case":"1","operator":"o","ask":"show"}}"#,
            #"{"casework":{"case":"1","operator":"o","ask":"show","id":"BTG-x"}}"#,
            #"{"casework":{"case":"1","operator":"o","ask":"list"}}"#,
            #"{"casework":{"case":"1","operator":"o","ask":"decide","id":"BTG-1","finding":"guilty","measure":"none","words":"w"}}"#,
            #"{"casework":{"case":"1","operator":"o","ask":"open","look":-1,"further":[],"rules":[]}}"#,
        ])
    func refused(_ text: String) { #expect(CaseOrder(reading: Array(text.utf8)) == nil) }
}

@Suite struct ConsolePartsTests {
    @Test("an answer comes apart wherever its bytes are cut")
    func cut() {
        let parts: [ConsolePart] = [
            .progress("reading 1"), .progress("reading 2"), .head(["All."]), .report([10, 123]),
        ]
        let bytes = parts.flatMap(\.bytes)
        for cut in 0...bytes.count {
            var reader = ConsoleParts()
            let taken = reader.take(Array(bytes[..<cut])) + reader.take(Array(bytes[cut...]))
            var report: [UInt8] = []
            var others: [ConsolePart] = []
            for part in taken { if case .report(let more) = part { report += more } else { others.append(part) } }
            #expect(others == Array(parts.prefix(3)) && report == [10, 123] && reader.isWhole)
        }
    }

    @Test(
        "an answer that breaks off, or is none, is not whole",
        arguments: ["", "text\n", "{\"progress\":\"x\"}\n", "{}\n"])
    func broken(_ text: String) {
        var reader = ConsoleParts()
        _ = reader.take(Array(text.utf8))
        #expect(!reader.isWhole)
    }
}
