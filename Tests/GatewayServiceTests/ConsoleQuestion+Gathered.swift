import Gateway
import InstitutionRegister

@testable import GatewayService

extension ConsoleQuestion {
    /// The whole answer in one piece.
    func gathered(from gateway: Gateway, _ register: InstitutionRegister) async -> ConsoleAnswer {
        var gathering = Gathering()
        await answer(from: gateway, register) { gathering.take($0) }
        return gathering.answer
    }

    /// The same through the socket; nil when no gateway listens.
    func gathered(in folder: DataFolder) async throws -> ConsoleAnswer? {
        let gathering = Gatherer()
        let wasThere = try await ConsoleClient.ask(self, in: folder) { await gathering.take($0) }
        return wasThere ? await gathering.answer : nil
    }
}

private actor Gatherer {
    private var gathering = Gathering()

    func take(_ part: ConsolePart) { gathering.take(part) }
    var answer: ConsoleAnswer { gathering.answer }
}

private struct Gathering {
    private var report: [UInt8] = []
    private var sentences: [String] = []
    private var error: String?

    mutating func take(_ part: ConsolePart) {
        switch part {
        case .progress: break
        case .head(let sentences): self.sentences = sentences
        case .report(let bytes): report += bytes
        case .failure(let words): error = words
        }
    }

    var answer: ConsoleAnswer { ConsoleAnswer(report: report, sentences: sentences, error: error) }
}
