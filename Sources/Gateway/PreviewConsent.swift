import Consent
public import RecordTypes

extension Gateway {
    /// Who could see this record now, by the function that decides when somebody does.
    /// - Parameter restrictions: all of the citizen's rules.
    public static func viewers(
        of record: RecordDescription, under restrictions: [Restriction], at now: Instant
    ) -> [RecordVisibility] {
        ConsentDecision.preview(of: record, under: restrictions, at: now)
    }
}
