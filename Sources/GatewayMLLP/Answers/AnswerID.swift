/// MSH-10 of an acknowledgement, by which our log finds the message again: twenty characters, as many as every version allows.
struct AnswerID: Sendable, CustomStringConvertible {
    let description: String

    init() {
        var random = SystemRandomNumberGenerator()
        self.init(using: &random)
    }

    init(using random: inout some RandomNumberGenerator) {
        let digits = Array("0123456789ABCDEF")
        description = String((0..<20).map { _ in digits[Int.random(in: 0..<16, using: &random)] })
    }
}
