package dev.symbio.contracts.notification;

import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.tenants.tenant.Language;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads what a tenant wants to set, and collects the faults, each with its JSON pointer. */
final class NotificationInput {
    static final int MAX_DIGESTS_PER_DAY = 12;

    private final List<Fault> faults = new ArrayList<>();
    private final SortedSet<LocalTime> times = new TreeSet<>();
    private final SortedSet<DayOfWeek> days = new TreeSet<>();
    private final Language language;

    NotificationInput(NotificationCommand.Configure wanted) {
        List<String> wantedTimes = orNone(wanted.digestTimes());
        if (wantedTimes.size() > MAX_DIGESTS_PER_DAY) {
            fault(
                    "/digestTimes",
                    "notification.too-many-times",
                    "Expected at most " + MAX_DIGESTS_PER_DAY + " times of day.");
        } else {
            for (int i = 0; i < wantedTimes.size(); i++) {
                time("/digestTimes/" + i, wantedTimes.get(i));
            }
        }
        List<String> wantedDays = orNone(wanted.days());
        if (wantedDays.size() > DayOfWeek.values().length) {
            fault("/days", "notification.too-many-days", "Expected each day of the week at most once.");
        } else {
            for (int i = 0; i < wantedDays.size(); i++) {
                day("/days/" + i, wantedDays.get(i));
            }
        }
        if (!wantedDays.isEmpty() && wantedTimes.isEmpty()) {
            fault(
                    "/days",
                    "notification.days-without-times",
                    "Expected digestTimes: without them, news is told at once.");
        }
        Optional<Language> known =
                Language.tagged(wanted.language() == null ? Language.ENGLISH.tag() : wanted.language());
        if (known.isEmpty()) {
            fault("/language", "notification.language", "Expected one of " + String.join(", ", Language.tags()) + ".");
        }
        language = known.orElse(Language.ENGLISH);
    }

    List<Fault> faults() {
        return faults;
    }

    NotificationRules rules() {
        return new NotificationRules(List.copyOf(times), List.copyOf(days), language);
    }

    private void time(String pointer, String text) {
        try {
            if (text != null && text.length() == "00:00".length()) {
                if (!times.add(LocalTime.parse(text))) {
                    fault(pointer, "notification.time-repeated", "Expected each time of day once.");
                }
                return;
            }
        } catch (DateTimeException notATime) {
            // answered below, like a time with seconds
        }
        fault(pointer, "notification.time", "Expected a time of day such as 08:30.");
    }

    private void day(String pointer, String text) {
        Optional<DayOfWeek> day = Arrays.stream(DayOfWeek.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
        if (day.isEmpty()) {
            fault(pointer, "notification.day", "Expected a day of the week such as monday.");
        } else if (!days.add(day.get())) {
            fault(pointer, "notification.day-repeated", "Expected each day of the week once.");
        }
    }

    private void fault(String pointer, String code, String detail) {
        faults.add(new Fault(pointer, code, detail));
    }

    private static List<String> orNone(List<String> list) {
        return list == null ? List.of() : list;
    }
}
