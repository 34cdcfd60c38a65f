extension Words {
    /// How far a statement of this kind holds, in words that fit behind what it is about.
    func standing(_ standing: RecordContent.Standing, _ kind: RecordContent.StructuredList.Kind) -> String {
        switch language {
        case "et": Self.estonian(standing, kind)
        case "ru": Self.russian(standing, kind)
        default: Self.english(standing, kind)
        }
    }

    func truth(_ value: Bool) -> String {
        switch language {
        case "et": value ? "jah" : "ei"
        case "ru": value ? "да" : "нет"
        default: value ? "yes" : "no"
        }
    }

    private static func english(_ standing: RecordContent.Standing, _ kind: RecordContent.StructuredList.Kind) -> String
    {
        switch (standing, kind) {
        case (.enteredInError, _): "Entered by mistake"
        case (.refuted, _): "Not so"
        case (.notDone, .medicines): "Not taken"
        case (.notDone, .immunisations): "Not given"
        case (.notDone, .encounters): "Did not take place"
        case (.notDone, _): "Not done"
        case (.mustNotBeDone, .medicines): "Must not be given"
        case (.mustNotBeDone, _): "Must not be done"
        case (.suspected, _): "Suspected"
        case (.planned, _): "Planned"
        case (.ordered, .medicines): "Prescribed"
        case (.ordered, _): "Ordered"
        case (.preliminary, _): "Not final yet"
        case (.paused, _): "Paused"
        case (.stopped, _): "Stopped"
        case (.over, _): "Over"
        }
    }

    private static func estonian(_ standing: RecordContent.Standing, _ kind: RecordContent.StructuredList.Kind)
        -> String
    {
        switch (standing, kind) {
        case (.enteredInError, _): "Kirjutatud ekslikult"
        case (.refuted, _): "Ei ole nii"
        case (.notDone, .medicines): "Ei ole võetud"
        case (.notDone, .immunisations): "Ei ole vaktsineeritud"
        case (.notDone, .encounters): "Ei toimunud"
        case (.notDone, _): "Ei ole tehtud"
        case (.mustNotBeDone, .medicines): "Ei tohi anda"
        case (.mustNotBeDone, _): "Ei tohi teha"
        case (.suspected, _): "Kahtlus"
        case (.planned, _): "Kavas"
        case (.ordered, .medicines): "Välja kirjutatud"
        case (.ordered, _): "Tellitud"
        case (.preliminary, _): "Ei ole veel lõplik"
        case (.paused, _): "Peatatud"
        case (.stopped, _): "Katkestatud"
        case (.over, _): "Möödas"
        }
    }

    private static func russian(_ standing: RecordContent.Standing, _ kind: RecordContent.StructuredList.Kind) -> String
    {
        switch (standing, kind) {
        case (.enteredInError, _): "Записано по ошибке"
        case (.refuted, _): "Это не так"
        case (.notDone, .medicines): "Не принималось"
        case (.notDone, .immunisations): "Прививка не сделана"
        case (.notDone, .encounters): "Не состоялось"
        case (.notDone, _): "Не сделано"
        case (.mustNotBeDone, .medicines): "Нельзя давать"
        case (.mustNotBeDone, _): "Нельзя делать"
        case (.suspected, _): "Подозрение"
        case (.planned, _): "Запланировано"
        case (.ordered, .medicines): "Выписано"
        case (.ordered, _): "Назначено"
        case (.preliminary, _): "Ещё не окончательно"
        case (.paused, _): "Приостановлено"
        case (.stopped, _): "Прекращено"
        case (.over, _): "В прошлом"
        }
    }
}
