import HL7v2
import RecordTypes

extension MessageBatch {
    /// Why a batch is refused as a whole, before anything of it is filed: it is too long, empty, or holds lines that belong to no message,
    /// which may have been cut off from one. Nil when its messages can be taken one by one.
    func refusals(limit: Int) -> [Issue]? {
        if exceedsLimit { return [.batchTooLong(limit: limit)] }
        guard messages.isEmpty || hasStrayLines else { return nil }
        let refusing = issues.filter { $0.code != MessageBatch.countCode }.map { issue in
            var issue = issue
            issue.severity = .error
            return issue
        }
        return refusing + issues.filter { $0.code == MessageBatch.countCode }
    }
}

extension Issue {
    /// ERR-3 207: nothing is wrong with the messages.
    fileprivate static func batchTooLong(limit: Int) -> Issue {
        Issue(
            .error, "hl7-batch-too-long", .throttled, "The batch holds too many messages; none of them was filed.",
            rule: "at most \(limit) messages in a batch", remedy: "Send the same messages again in smaller batches.")
    }
}
