extension MessageBatch {
    /// A message that speaks of several patients as one message for each: what stands before the first PID, then the segments from each
    /// PID to the next. Only results, admissions and the purging of accounts (ORU, ADT, BAR^P02) repeat as a whole for
    /// each patient; in other messages a further PID has a meaning of its own, such as prior results: their reader decides about it.
    ///
    /// From the second on, MSH-10 gets the number of the part behind a hyphen, so that each is a message of its own. A message with one
    /// PID or none comes back as it is, and so does one that cannot be read: its reader says why.
    public static func partedByPatient(_ bytes: [UInt8]) -> [[UInt8]] {
        guard let message = try? Message(bytes), message.repeatsByPatient else { return [bytes] }
        let patients = (0..<message.count).filter { message[$0].is("PID") }
        guard patients.count > 1, let first = patients.first else { return [bytes] }
        let end: [UInt8] = [0x0D]
        let common = (1..<max(1, first)).flatMap { message[$0].bytes + end }
        return patients.enumerated().map { number, start in
            let stop = number + 1 < patients.count ? patients[number + 1] : message.count
            let header = number == 0 ? Array(message.header.bytes) : numbered(message.header, part: number + 1)
            return header + end + common + (start..<stop).flatMap { message[$0].bytes + end }
        }
    }

    /// MSH with the part's number behind MSH-10.
    private static func numbered(_ header: Segment, part: Int) -> [UInt8] {
        let separator = header[1].bytes
        var fields = header.bytes.split(
            separator: separator.first ?? UInt8(ascii: "|"), omittingEmptySubsequences: false
        ).map { Array($0) }
        // MSH-1 is the separator itself: MSH-10 is the tenth piece.
        if fields.count > 9 { fields[9] += Array("-\(part)".utf8) }
        return Array(fields.joined(separator: separator))
    }
}

extension Message {
    fileprivate var repeatsByPatient: Bool {
        switch header[9][1][1].text {
        case "ORU", "ADT": true
        case "BAR": header[9][1][2].text == "P02"
        default: false
        }
    }
}
