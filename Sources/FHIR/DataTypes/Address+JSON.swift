public import JSONText

extension Address {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("use", use)
        json.element("type", type)
        json.element("text", text)
        json.element("line", line)
        if !lineParts.isEmpty { writeLineParts(to: &json) }
        json.element("city", city)
        json.element("district", district)
        json.element("state", state)
        json.element("postalCode", postalCode)
        json.element("country", country)
        json.element("period", period)
        json.endObject()
    }

    /// One entry a line that is written; only the first holds anything.
    private func writeLineParts(to json: inout JSONWriter) {
        json.key("_line")
        json.beginArray()
        json.beginObject()
        json.element("extension", lineParts)
        json.endObject()
        for _ in line.filter({ !$0.isEmpty }).dropFirst() { json.null() }
        json.endArray()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        use = try element.code("use")
        type = try element.code("type")
        text = try element.text("text")
        line = try element.texts("line")
        for part in json["_line"]?.arrayValue?.first?["extension"]?.arrayValue ?? [] {
            lineParts.append(try Extension(reading: part))
        }
        city = try element.text("city")
        district = try element.text("district")
        state = try element.text("state")
        postalCode = try element.text("postalCode")
        country = try element.text("country")
        period = try element.optional("period")
        try element.end()
    }
}
