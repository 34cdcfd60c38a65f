import MarkupText

/// The parts of forms: every input has a label, every hint is tied to its input.
enum Field {
    static func text(
        _ name: FieldName, _ label: String, hint: String? = nil, value: String = "", required: Bool = false,
        type: String = "text"
    ) -> Markup {
        let id = "field-\(name.rawValue)"
        var attributes: [Attribute] = [.type(type), .id(id), .name(name.rawValue), .value(value)]
        if hint != nil { attributes.append(.describedBy("\(id)-hint")) }
        if required { attributes.append(.required) }
        if type == "text" || type == "email" {
            attributes += [
                Attribute("autocomplete", "off"), Attribute("spellcheck", "false"), Attribute("maxlength", "200"),
            ]
        }
        return tag("div", .class("field")) {
            tag("label", .for(id), text: label)
            if let hint { tag("span", .class("hint"), .id("\(id)-hint"), text: hint) }
            Markup.element(name: "input", attributes: attributes, children: [])
        }
    }

    static func day(_ name: FieldName, _ label: String, hint: String? = nil, value: String = "") -> Markup {
        text(name, label, hint: hint, value: value, type: "date")
    }

    static func select(
        _ name: FieldName, _ label: String, options: [(value: String, label: String)], chosen: String?
    ) -> Markup {
        let id = "field-\(name.rawValue)"
        return tag("div", .class("field")) {
            tag("label", .for(id), text: label)
            tag("select", .id(id), .name(name.rawValue)) {
                for option in options {
                    if option.value == chosen {
                        tag("option", .value(option.value), .selected, text: option.label)
                    } else {
                        tag("option", .value(option.value), text: option.label)
                    }
                }
            }
        }
    }

    /// One of several, all visible at once; `further` is a field that belongs to one of them.
    static func choice(
        _ name: FieldName, _ legend: String, options: [(value: String, label: String)], chosen: String?,
        also further: Markup? = nil
    ) -> Markup {
        tag("fieldset") {
            tag("legend", text: legend)
            for option in options {
                tag("div", .class("choice")) {
                    radio(name, option.value, chosen: option.value == chosen)
                    tag("label", .for("field-\(name.rawValue)-\(option.value)"), text: option.label)
                }
            }
            further
        }
    }

    private static func radio(_ name: FieldName, _ value: String, chosen: Bool) -> Markup {
        var attributes: [Attribute] = [
            .type("radio"), .id("field-\(name.rawValue)-\(value)"), .name(name.rawValue), .value(value), .required,
        ]
        if chosen { attributes.append(.checked) }
        return .element(name: "input", attributes: attributes, children: [])
    }

    /// A box that is ticked or not; its value is `on`.
    static func check(_ name: String, _ label: String, hint: String? = nil, isChecked: Bool) -> Markup {
        let id = "field-\(name)"
        var attributes: [Attribute] = [.type("checkbox"), .id(id), .name(name), .value("on")]
        if hint != nil { attributes.append(.describedBy("\(id)-hint")) }
        if isChecked { attributes.append(.checked) }
        return tag("div", .class("choice")) {
            Markup.element(name: "input", attributes: attributes, children: [])
            tag("div") {
                tag("label", .for(id), text: label)
                if let hint { tag("span", .class("hint"), .id("\(id)-hint"), text: hint) }
            }
        }
    }

    /// Several lines of text.
    static func area(_ name: FieldName, _ label: String, hint: String, required: Bool, id: String? = nil) -> Markup {
        let id = "field-\(id ?? name.rawValue)"
        var attributes: [Attribute] = [
            .id(id), .name(name.rawValue), .describedBy("\(id)-hint"), Attribute("rows", "6"),
            Attribute("maxlength", "4000"),
        ]
        if required { attributes.append(.required) }
        return tag("div", .class("field wide")) {
            tag("label", .for(id), text: label)
            tag("span", .class("hint"), .id("\(id)-hint"), text: hint)
            Markup.element(name: "textarea", attributes: attributes, children: [])
        }
    }

    static func hidden(_ name: FieldName, _ value: String) -> Markup {
        tag("input", .type("hidden"), .name(name.rawValue), .value(value))
    }
}
