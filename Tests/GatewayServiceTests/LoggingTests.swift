import Foundation
import GatewayService
import Logging
import RecordTypes
import Synchronization
import Testing

private final class Lines: Sendable {
    let all = Mutex<[String]>([])
}

@Suite struct LoggingTests {
    private func logger(_ lines: Lines) -> Logger {
        Logger(label: "ankur.test") { label in
            JSONLinesLog(label: label, level: .info, now: { Instant(seconds: 0) }) { line in
                lines.all.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            }
        }
    }

    @Test("one event is one line of JSON, with its metadata in order")
    func oneLine() {
        let lines = Lines()
        logger(lines).info("a \"quoted\"\nmessage", metadata: ["b": "2", "a": "1", "level": "own"])
        let expected =
            #"{"time":"1970-01-01T00:00:00.000Z","level":"info","label":"ankur.test","message":"a \"quoted\"\nmessage","#
            + #""a":"1","b":"2","_level":"own"}"# + "\n"
        #expect(lines.all.withLock { $0 } == [expected])
    }

    @Test("a level below the logger's writes nothing")
    func levels() {
        let lines = Lines()
        logger(lines).debug("quiet")
        #expect(lines.all.withLock { $0.isEmpty })
    }

    @Test(
        "a personal code loses its digits wherever it slips in",
        arguments: ["38001085718", "60001017869", "39901012239"])
    func personalCodes(_ code: String) {
        let lines = Lines()
        logger(lines).info(
            "PNOEE-\(code) and \(code)", metadata: ["who": "\(code)", "near": "1\(code)", "count": "12345678901"])
        let line = lines.all.withLock { $0.joined() }
        #expect(!line.replacingOccurrences(of: "1\(code)", with: "").contains(code))
        #expect(line.contains("12345678901"))
    }
}
