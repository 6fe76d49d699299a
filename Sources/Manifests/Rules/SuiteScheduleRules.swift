import Model

/// What must hold between a suite's schedule and its other fields.
enum SuiteScheduleRules {
    static func check(_ spec: YAMLNode, _ validator: inout Validator) {
        let schedule = spec["schedule"].flatMap { validator.isEmpty($0) ? nil : $0 }
        for item in spec["on"]?.items ?? [] where item.string == "schedule" && schedule == nil {
            validator.error("`schedule` in `on` needs the field `schedule`, for example `schedule: daily`", at: item)
        }
        guard let schedule, let frequency = schedule["frequency"]?.string else { return }
        if frequency == "hourly", let time = schedule.member("time") {
            validator.error("`hourly` runs at minute 0 and takes no `time`: use `cron: 30 * * * *`", at: time.key)
        }
        if frequency != "weekly", let day = schedule.member("day") {
            validator.error("`day` belongs to `weekly`, not to `\(Wording.shortened(frequency))`", at: day.key)
        }
    }
}
