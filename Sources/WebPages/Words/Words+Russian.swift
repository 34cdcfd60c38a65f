import RecordTypes

extension Words {
    public static let russian = Words(
        language: "ru",
        citizen: .russian,
        frame: Frame(
            name: "Ankur", motto: "Ваши медицинские данные на якоре", skip: "К содержанию", places: "Страницы",
            signedInAs: "Вход по ID-сертификату", toRecords: "Мои данные", toLog: "Кто смотрел",
            toRestrictions: "Кому можно смотреть", toReport: "Журнал доступа",
            footer: "Каждый просмотр записывается прежде, чем что-либо показано; отклонённые попытки тоже.",
            requestID: "Запрос", languages: "Язык"),
        records: Records(
            title: "Мои данные",
            lead:
                "Что больницы, семейные врачи и лаборатории подали о вас. Ничего здесь нельзя изменить незаметно.",
            none: "О вас пока нет данных.", from: "От кого", by: "Автор", made: "Написано",
            received: "Получено",
            open: "Читать", proof: "Подтверждение", whoLooked: "Кто смотрел", restrict: "Кому можно смотреть",
            visible: "Открыто для лечения", hiddenFromAll: "Закрыто для всех", hiddenFromSome: "Закрыто для некоторых",
            older: "Более ранние данные", count: { "Документов: \($0)" }),
        record: Record(
            patient: "О ком", document: "Документ", sections: "Содержание", lists: "Коротко",
            original: "Оригинал, точно как он был прислан", proof: "Подтверждение, что он не изменён",
            back: "Все мои данные",
            empty: "Здесь в документе ничего нет.", code: "Код", institution: "Учреждение", author: "Автор",
            type: "Вид",
            made: "Написано", received: "Получено",
            lead: "Составлено по исходному документу. Оригинал хранится рядом без изменений.",
            name: "Имя", born: "Дата рождения", identifier: "Личный код или номер"),
        access: Access(
            title: "Кто смотрел",
            lead:
                "Каждый просмотр ваших данных, сначала новые: кто, от какого учреждения, что и зачем. Отклонённые попытки тоже здесь.",
            none: "За это время никто не смотрел.", time: "Время", who: "Кто", institution: "От кого",
            what: "Что", why: "Зачем",
            outcome: "Результат", asserted: "по словам учреждения", unnamed: "лицо не названо",
            noRecord: "не один документ",
            own: "Вы", filter: "Выберите период", from: "Первый день", until: "Последний день", show: "Показать",
            older: "Более ранние просмотры",
            completeness: "Полон ли этот список?", basis: "Дело", encounter: "Визит",
            reason: "Причина:",
            proof: "Сохранить доказательство того, что в открытом журнале нет пропусков о вас",
            record: { "Документ \($0)…" },
            complete: { shown, entries in
                "Просмотров на этой странице: \(shown). В вашем счёте записей журнала нет пропусков: "
                    + "все записи о вас, числом \(entries), на месте."
            },
            gap:
                "В вашем счёте записей журнала есть пропуск. Записей не хватает; сообщите специалисту министерства по защите данных."
        ),
        restrictions: Restrictions(
            title: "Кому можно смотреть",
            lead: "Вы решаете, кто что может читать. Решение действует уже со следующего запроса.",
            invisible: "Врач, которому нельзя видеть документ, получает такой же ответ, как если бы документа не было.",
            emergency:
                "Закрытый документ не поможет в экстренном случае: лечащие о нём не узнают, если ниже вы не решите иначе.",
            current: "Ваши решения",
            none: "Вы ничего не закрыли. Те, кто вас лечит, могут читать все ваши данные.",
            decided: "Решено", until: "Действует до", untilChanged: "вашего изменения", target: "Документ",
            audience: "Для кого",
            effect: "Решение", lift: "Изменить на обратное", denied: "Закрыто", permitted: "Открыто",
            everything: "Все мои данные",
            everyone: "Все", add: "Принять решение", document: "Какой документ?", towards: "Для кого?",
            whichInstitution: "Регистрационный код учреждения",
            whichInstitutionHint: "Только если вы выбрали одно учреждение, например NTREE-90000001",
            decision: "Что вы решаете?", deny: "Закрыть: читать нельзя", permit: "Открыть: читать можно",
            save: "Сохранить решение", endDay: "Последний день (необязательно)",
            endDayHint: "Без даты решение действует, пока вы его не измените.",
            oneInstitution: "Одно учреждение", saved: "Ваше решение сохранено и уже действует.", change: "Изменить",
            inForce: "Действующие", presets: "Одним нажатием", preview: "Кто видит это сейчас", canSee: "Видит",
            cannotSee: "Не видит", anyoneTreating: "Любой, кто вас лечит",
            anyoneInEmergency: "Кто в экстренном случае обходит запрет и обязан назвать причину",
            oneProfessional: "Один работник", oneRole: "Должность", whichProfessional: "Личный код работника",
            whichRole: "Должность", purpose: "Для какой цели?", anyPurpose: "Для любой",
            somePeriod: "Документы за некоторое время", periodFrom: "Первый день этого времени",
            periodUntil: "Последний день этого времени",
            periodHint: "Только если вы выбрали документы за некоторое время",
            byAuthor: { "Всё, что подало учреждение \($0)" }, ofKind: { "Все документы вида: \($0)" },
            inPeriod: { "Документы с \($0) по \($1)" }),
        receipt: Receipt(
            title: "Подтверждение",
            lead:
                "Документ внесён в открытый журнал. С подтверждением ниже любой может без нас проверить, что он не изменён, не добавлен позже и не изъят.",
            stored: "Сохранён", storedText: "надёжно у учреждения", sequenced: "Внесён",
            sequencedText: "имеет своё место в журнале", anchored: "На якоре",
            anchoredText: "покрыт подписанной контрольной точкой",
            done: "Готово", waiting: "Ожидается", position: "Место в журнале",
            digest: "Хеш оригинала (SHA-256)",
            statement: "Что подтверждает запись журнала", proof: "Само подтверждение",
            proofText: "C2SP tlog-proof. В нём нет ничьего имени.",
            notYet: "Следующая контрольная точка покроет эту запись, обычно за секунды. Тогда откройте страницу снова.",
            how: "Как проверить",
            howSteps:
                "Сохраните всё в один файл и запустите: ankur verify FILE --vkey KEY. Подойдёт и любая другая программа, знающая C2SP tlog-proof.",
            entry: "Запись в журнале", download: "Сохранить всё в один файл",
            evidence: "Сохранить документ со всеми доказательствами для суда или эксперта (ZIP)"
        ),
        report: Report(
            title: "Журнал доступа", lead: "Кто смотрел чьи данные, с какой целью и с каким результатом.",
            logged:
                "Ваш запрос записывается в журнал до ответа, с вашим именем и номером дела, и человек, о котором вы спрашиваете, его видит.",
            caseNumber: "Номер дела", caseHint: "Обязательно. Основание, по которому запрос оправдан.",
            person: "О ком запрос", personHint: "Личный код или PNOEE-… как в сертификате",
            professional: "Кто смотрел", institution: "Учреждение",
            institutionHint: "Регистрационный код, например NTREE-90000001", from: "Первый день",
            until: "Последний день",
            outcome: "Результат", anyOutcome: "Любой", ask: "Спросить журнал", result: "Ответ", query: "Вопрос",
            completeness: "Полнота",
            gapFree: "Ответ полон: в журнале нет пропущенных мест, и ни в чьём счёте нет пропусков.",
            gapFound: "Ответ НЕ полон: в журнале есть пропуски. Начните расследование.",
            csv: "Скачать как CSV", ndjson: "Скачать как NDJSON", next: "Более ранние записи",
            none: "Подходящих просмотров нет.",
            position: "Запись", time: "Время", actor: "Кто", purpose: "Цель", action: "Что", records: "Документы",
            basis: "Основание",
            counter: "Счёт", again: "Новый вопрос",
            rows: { "Просмотров: \($0)" },
            checked: { "Сверено с записями реестра, числом \($0)." }),
        oversight: .russian,
        landing: Landing(
            title: "Данные, которые никто не изменит тайком",
            lead:
                "Ankur оставляет медицинские данные там, где им место, в больницах и лабораториях, которые их создали, и закрепляет в открытом журнале подтверждение каждого документа и каждого просмотра.",
            forPeople: "Для вас",
            forPeopleText:
                "С ID-сертификатом вы читаете свои данные, видите, кто и зачем смотрел, и решаете, кому можно.",
            forAuditors: "Для всех, кто хочет проверить",
            forAuditorsText:
                "Это журнал прозрачности C2SP: статические файлы, для которых не нужна учётная запись. Контрольные точки подписаны; любая программа может доказать, что журнал только рос.",
            checkpoint: "Последняя контрольная точка", key: "Ключ проверки", tiles: "Плитки хешей: /ledger/tile/",
            privacy: "Что журнал говорит о людях",
            privacyText:
                "Ничего. В записи есть вид, приблизительное время, податель и подтверждение с солью: ни имени, ни кода, ни псевдонима, который можно сопоставить.",
            signIn: "Войти с ID-сертификатом", entries: "Записей"),
        error: Error(
            badRequest: "Мы этого не поняли", forbidden: "Нельзя", notFound: "Здесь ничего нет",
            methodNotAllowed: "Здесь так сделать нельзя", tooLarge: "Это слишком много",
            unavailable: "Сейчас нельзя",
            expiredForm: "Форма устарела", other: "Что-то пошло не так",
            help: "Если попросите о помощи, назовите этот номер:", home: "К началу",
            notFoundText: "Такой страницы нет, или по этому адресу для вас ничего нет.",
            forbiddenText: "Сертификат, с которым вы пришли, не открывает эту дверь.",
            unavailableText:
                "Мы не смогли надёжно записать ваш запрос и поэтому не ответили. Попробуйте ещё раз чуть позже.",
            badRequestText: "Часть присланного отсутствует или с ошибкой.",
            expiredFormText:
                "Ради вашей безопасности форма действует недолго и только для одного сертификата. Вернитесь, откройте страницу снова и отправьте ещё раз.",
            otherText: "Ничего не изменено. Операторы шлюза уведомлены."),
        months: [
            "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
            "ноября", "декабря",
        ],
        longDate: { "\($0) \($1) \($2) г." },
        purpose: { russianPurpose($0) }, action: { russianAction($0) }, outcome: { russianOutcome($0) },
        actorKind: { russianActorKind($0) }, role: { russianRole($0) }, list: { russianList($0) },
        preset: { russianPreset($0) })

    private static func russianPreset(_ preset: RestrictionPreset) -> String {
        switch preset {
        case .open: "Открыть всё тем, кто меня лечит"
        case .closed: "Закрыть всё для всех"
        case .closedToPharmacists: "Закрыть всё для аптекарей"
        case .emergencyOpen: "В экстренном случае можно открыть и закрытое"
        case .emergencyClosed: "И в экстренном случае закрытое остаётся закрытым"
        }
    }

    private static func russianPurpose(_ purpose: PurposeOfUse) -> String {
        switch purpose {
        case .treatment: "Лечение"
        case .emergencyTreatment: "Неотложная помощь"
        case .breakTheGlass: "Обход запрета в экстренном случае"
        case .payment: "Расчёты"
        case .coverage: "Страхование"
        case .operations: "Работа учреждения"
        case .publicHealth: "Общественное здоровье"
        case .research: "Исследование"
        case .patientRequest: "Собственный запрос"
        case .familyRequest: "Запрос близких"
        case .legal: "Судебное дело"
        case .audit: "Надзор"
        case .systemAdministration: "Управление системой"
        }
    }

    private static func russianAction(_ action: AccessEvent.Action) -> String {
        switch action {
        case .readRecord: "Открыт документ"
        case .readSource: "Открыт оригинал"
        case .readEntry: "Просмотрено описание документа"
        case .searchContents: "Поиск в документах"
        case .searchRecords: "Поиск документов"
        case .readAccessLog: "Прочитан журнал доступа"
        case .readRestrictions: "Прочитаны ограничения"
        case .exportRecords: "Забрал всё с собой"
        }
    }

    private static func russianOutcome(_ outcome: AccessEvent.Outcome) -> String {
        switch outcome {
        case .released: "Показано"
        case .refused: "Отказано"
        case .notFound: "Не найдено"
        case .empty: "Ничего не найдено"
        }
    }

    private static func russianActorKind(_ kind: AccessEvent.Actor.Kind) -> String {
        switch kind {
        case .citizen: "Сам человек"
        case .institution: "Учреждение"
        case .official: "Министерство"
        case .operatorConsole: "Оператор шлюза"
        }
    }

    /// Roles that institutions name freely stay as they are.
    private static func russianRole(_ role: String) -> String {
        switch role {
        case "paramedic": "фельдшер скорой помощи"
        case "dentist": "стоматолог"
        case "midwife": "акушерка"
        case "representative": "представитель"
        case "guardian": "опекун"
        case "doctor": "врач"
        case "nurse": "медсестра"
        case "pharmacist": "аптекарь"
        case "insurer": "врач страховой"
        case "analyst": "аналитик министерства"
        case "supervisor": "надзор министерства"
        case "data-protection-officer": "специалист по защите данных"
        default: role
        }
    }

    private static func russianList(_ kind: RecordContent.StructuredList.Kind) -> (title: String, columns: [String]) {
        switch kind {
        case .problems: ("Болезни и диагнозы", ["Болезнь", "Код", "С какого времени"])
        case .allergies: ("Аллергии и непереносимость", ["На что", "Код", "Реакция"])
        case .medicines: ("Лекарства", ["Лекарство", "Код", "Дозировка"])
        case .results: ("Анализы и измерения", ["Что", "Значение", "Норма", "Когда"])
        case .immunisations: ("Прививки", ["Вакцина", "Код", "Когда"])
        case .procedures: ("Процедуры", ["Процедура", "Код", "Когда"])
        case .encounters: ("Визиты", ["Вид", "С", "До"])
        }
    }
}
