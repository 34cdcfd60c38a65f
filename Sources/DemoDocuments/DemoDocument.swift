import CDemoDocuments

/// The documents of the demonstration: written for this project, about a published test person.
public enum DemoDocument {
    /// A discharge summary in CDA, of `NTREE-90000015`.
    public static let epikriis = unsafe bytes(ankur_demo_epikriis)
    /// A laboratory report in CDA, of `NTREE-10000030`.
    public static let laboratory = unsafe bytes(ankur_demo_laboratory)
    /// A CDA document with several faults at once.
    public static let faulty = unsafe bytes(ankur_demo_faulty)
    /// An ORU^R01 in HL7 v2, of `NTREE-90000021`.
    public static let oru = unsafe bytes(ankur_demo_oru)

    /// Copies embedded bytes; sound because they are constants of the binary.
    private static func bytes(_ document: (UnsafeMutablePointer<Int>?) -> UnsafePointer<UInt8>?) -> [UInt8] {
        var length = 0
        let start = unsafe document(&length)
        return unsafe Array(UnsafeBufferPointer(start: start, count: length))
    }
}
