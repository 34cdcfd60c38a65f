/// How much a message may hold. The cost of reading is linear in the bytes whatever these are.
public struct MessageLimits: Hashable, Sendable {
    public var bytes: Int
    public var segments: Int
    /// Fields of one segment: at most 65,535, whatever is asked for.
    public var fields: Int
    /// Repetitions, components or subcomponents of one field: at most 65,534, whatever is asked for.
    public var parts: Int

    public init(bytes: Int, segments: Int, fields: Int, parts: Int) {
        self.bytes = bytes
        self.segments = segments
        self.fields = fields
        self.parts = parts
    }

    public static let standard = MessageLimits(bytes: 16 << 20, segments: 50_000, fields: 1_000, parts: 10_000)
}
