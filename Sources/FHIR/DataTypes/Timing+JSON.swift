public import JSONText

extension Timing {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("event", event)
        json.element("repeat", `repeat`)
        json.element("code", code)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        event = try element.texts("event", as: .dateTime)
        `repeat` = try element.optional("repeat")
        code = try element.optional("code")
        try element.end()
    }
}

extension Timing.Repeat {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        bounds?.write(to: &json)
        json.element("count", count)
        json.element("countMax", countMax)
        json.element("duration", duration)
        json.element("durationMax", durationMax)
        json.element("durationUnit", durationUnit)
        json.element("frequency", frequency)
        json.element("frequencyMax", frequencyMax)
        json.element("period", period)
        json.element("periodMax", periodMax)
        json.element("periodUnit", periodUnit)
        json.element("dayOfWeek", dayOfWeek)
        json.element("timeOfDay", timeOfDay)
        json.element("when", when)
        json.element("offset", offset)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        bounds = try Timing.Repeat.Bounds(reading: &element)
        count = try element.integer("count", from: 1)
        countMax = try element.integer("countMax", from: 1)
        duration = try element.decimal("duration")
        durationMax = try element.decimal("durationMax")
        durationUnit = try element.code("durationUnit")
        frequency = try element.integer("frequency", from: 1)
        frequencyMax = try element.integer("frequencyMax", from: 1)
        period = try element.decimal("period")
        periodMax = try element.decimal("periodMax")
        periodUnit = try element.code("periodUnit")
        dayOfWeek = try element.codes("dayOfWeek")
        timeOfDay = try element.texts("timeOfDay", as: .time)
        when = try element.codes("when")
        offset = try element.integer("offset", from: 0)
        try element.end()
    }
}

extension Timing.Repeat.Bounds {
    func write(to json: inout JSONWriter) {
        switch self {
        case .duration(let value): json.element("boundsDuration", value)
        case .range(let value): json.element("boundsRange", value)
        case .period(let value): json.element("boundsPeriod", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Quantity = try element.optional("boundsDuration") {
            self = .duration(value)
        } else if let value: FHIRRange = try element.optional("boundsRange") {
            self = .range(value)
        } else if let value: Period = try element.optional("boundsPeriod") {
            self = .period(value)
        } else {
            return nil
        }
    }
}
