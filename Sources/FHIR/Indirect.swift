/// Keeps an optional value behind one indirection: a type may hold itself through another type, and what is seldom there takes eight
/// bytes of what holds it, copied without looking inside. Nil allocates nothing.
@propertyWrapper
public struct Indirect<Value: Hashable & Sendable>: Hashable, Sendable {
    private enum Box: Hashable, Sendable {
        case nothing
        indirect case value(Value)
    }

    private var box: Box

    public init(wrappedValue: Value?) { box = wrappedValue.map { .value($0) } ?? .nothing }

    public var wrappedValue: Value? {
        get {
            switch box {
            case .nothing: nil
            case .value(let value): value
            }
        }
        set { box = newValue.map { .value($0) } ?? .nothing }
    }
}
