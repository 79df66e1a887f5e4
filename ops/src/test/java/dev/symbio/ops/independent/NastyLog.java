package dev.symbio.ops.independent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A log with everything that logs have: rows of all cases mixed, ties, unknown states, events before the opening. */
public final class NastyLog {
    private static final List<String> STATES = List.of(
            "New", "Active", "Active", "Awaiting User Info", "Awaiting Vendor", "-100", "?", "Resolved", "Closed");
    private static final List<String> PRIORITIES = List.of("1 - Critical", "2 - High", "3 - Moderate", "4 - Low");

    private NastyLog() {}

    public static String of(long seed, int cases) {
        Random random = new Random(seed);
        List<List<String>> byCase = new ArrayList<>();
        for (int i = 0; i < cases; i++) {
            byCase.add(rows("C" + i, random));
        }
        List<String> mixed = new ArrayList<>();
        while (!byCase.isEmpty()) {
            List<String> rows = byCase.get(random.nextInt(byCase.size()));
            mixed.add(rows.remove(0));
            byCase.removeIf(List::isEmpty);
        }
        return "priority,sys_updated_at,number,opened_at,assignment_group,incident_state,more\n"
                + String.join("\n", mixed) + "\n";
    }

    private static List<String> rows(String id, Random random) {
        int minute = random.nextInt(300_000);
        String opened = time(minute);
        minute += random.nextInt(5) == 0 ? -random.nextInt(3_000) : random.nextInt(100);
        List<String> rows = new ArrayList<>();
        int events = 1 + random.nextInt(random.nextInt(10) == 0 ? 60 : 8);
        String priority = PRIORITIES.get(random.nextInt(4));
        for (int i = 0; i < events; i++) {
            priority = random.nextInt(6) == 0 ? PRIORITIES.get(random.nextInt(4)) : priority;
            String group = random.nextInt(4) == 0 ? "?" : "Group " + random.nextInt(3);
            String state = STATES.get(random.nextInt(STATES.size()));
            rows.add(String.join(",", priority, time(Math.max(0, minute)), id, opened, group, state, "x"));
            minute += random.nextInt(3) == 0 ? 0 : random.nextInt(random.nextBoolean() ? 60 : 4_000);
        }
        if (random.nextInt(5) == 0) {
            Collections.shuffle(rows, random);
        }
        return rows;
    }

    /** Within 2016: days and months without leading zeros. */
    private static String time(int minute) {
        java.time.LocalDateTime at =
                java.time.LocalDateTime.of(2016, 1, 1, 0, 0).plusMinutes(minute);
        return at.getDayOfMonth() + "/" + at.getMonthValue() + "/" + at.getYear() + " "
                + String.format("%02d:%02d", at.getHour(), at.getMinute());
    }
}
