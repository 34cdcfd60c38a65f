import Profiles
import RecordTypes

/// HL7 v2 message → document Bundle.
func convertHL7v2(_ bytes: [UInt8], profiles: ProfileSet, options: ConversionOptions) -> ConversionOutcome {
    ConversionOutcome(
        header: DocumentHeader(), parts: nil,
        issues: [Issue(.fatal, "hl7-not-supported", .notSupported, "HL7 v2 messages are not converted yet.")],
        profileSetDigest: profiles.digest, converterVersion: Converter.version)
}

/// The minimal second read of an HL7 v2 message.
func readHL7v2Header(
    _ bytes: [UInt8], profiles: ProfileSet, options: ConversionOptions
) -> (header: DocumentHeader, issues: [Issue]) {
    (DocumentHeader(), [Issue(.fatal, "hl7-not-supported", .notSupported, "HL7 v2 messages are not converted yet.")])
}
