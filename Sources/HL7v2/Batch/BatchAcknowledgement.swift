public import RecordTypes

extension MessageBatch {
    /// The acknowledgements of a batch's messages in the envelope that the batch came in; one after the other where it had none.
    ///
    /// ```
    /// [FHS] [BHS] { MSH MSA {ERR} } [BTS] [FTS]
    /// ```
    ///
    /// BHS and FHS change sender and receiver, and name the control id of what they answer in field 12 (2.10.3.1).
    /// - Parameters:
    ///   - acknowledgements: in the order of the messages, without those that nobody asked for.
    ///   - controlID: of the answer, field 11.
    public func answer(with acknowledgements: [Acknowledgement], controlID: String, time: Instant) -> [UInt8] {
        let messages = acknowledgements.flatMap(\.bytes)
        var answer: [UInt8] = []
        if !fileHeader.isEmpty { answer += Self.header(answering: fileHeader, controlID: controlID, time: time) }
        if isEnveloped {
            answer += Self.header(answering: batchHeader, named: "BHS", controlID: controlID, time: time)
        }
        answer += messages
        guard isEnveloped else { return answer }
        let separator = Self.separator(of: batchHeader.isEmpty ? fileHeader : batchHeader)
        answer += Array("BTS".utf8) + [separator] + Array("\(acknowledgements.count)".utf8) + [0x0D]
        if !fileHeader.isEmpty { answer += Array("FTS".utf8) + [separator] + Array("1".utf8) + [0x0D] }
        return answer
    }

    private static func separator(of header: [UInt8]) -> UInt8 { header.count > 3 ? header[3] : UInt8(ascii: "|") }

    /// FHS or BHS in answer to one: 3 and 4 change places with 5 and 6; 7 is the time, 11 our control id, 12 theirs.
    private static func header(
        answering request: [UInt8], named name: String = "FHS", controlID: String, time: Instant
    ) -> [UInt8] {
        let separator = separator(of: request)
        // Field 1 is the separator itself.
        let fields = request.dropFirst(4).split(separator: separator, omittingEmptySubsequences: false)
        func field(_ number: Int) -> [UInt8] {
            guard number - 2 < fields.count else { return [] }
            return fields[number - 2].prefix(MessageHeader.longestEcho).map { $0 < 0x20 || $0 == 0x7F ? 0x3F : $0 }
        }
        let encoding = field(2).isEmpty ? Delimiters.standard.encodingCharacters : field(2)
        let digits = time.rfc3339.filter { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: ".") }
        let parts: [[UInt8]] = [
            Array(name.utf8), encoding, field(5), field(6), field(3), field(4), digits + Array("+0000".utf8), [], [],
            [],
            Array(controlID.utf8), field(11),
        ]
        return Array(parts.joined(separator: [separator])) + [0x0D]
    }
}
