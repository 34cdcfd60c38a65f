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
