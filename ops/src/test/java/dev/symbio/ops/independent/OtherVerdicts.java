package dev.symbio.ops.independent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Judges machines by month, straight from the rows, as {@code ops/mappings/machines.json} promises: another computation. */
public final class OtherVerdicts {
    private static final BigDecimal MOST_VIBRATION = new BigDecimal("41");
    private static final BigDecimal LEAST_PRESSURE = new BigDecimal("98");

    private OtherVerdicts() {}

    /** Lines of the report, for files whose every month up to its last has samples or not; sorted. */
    public static List<String> lines(String csv) {
        List<List<String>> rows = OtherCsv.rows(csv);
        List<String> header = rows.get(0);
        int machine = header.indexOf("machineID");
        int date = header.indexOf("date");
        int vibration = header.indexOf("vibration");
        int pressure = header.indexOf("pressure");
        Map<String, TreeMap<Integer, List<BigDecimal[]>>> machines = new LinkedHashMap<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            String id = "machine-" + new BigDecimal(row.get(machine)).toBigInteger();
            String day = row.get(date);
            int month = Integer.parseInt(day.substring(0, 4)) * 12 + Integer.parseInt(day.substring(5, 7)) - 1;
            machines.computeIfAbsent(id, none -> new TreeMap<>())
                    .computeIfAbsent(month, none -> new ArrayList<>())
                    .add(new BigDecimal[] {new BigDecimal(row.get(vibration)), new BigDecimal(row.get(pressure))});
        }
        List<String> lines = new ArrayList<>();
        machines.forEach((id, months) -> {
            for (int month = months.firstKey(); month <= months.lastKey(); month++) {
                List<BigDecimal[]> days = months.getOrDefault(month, List.of());
                lines.add(vibration(id, month, days));
                lines.add(pressure(id, month, days));
            }
        });
        return lines.stream().sorted().toList();
    }

    private static String vibration(String id, int month, List<BigDecimal[]> days) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal[] day : days) {
            sum = sum.add(day[0]);
        }
        boolean met = sum.compareTo(MOST_VIBRATION.multiply(new BigDecimal(days.size()))) <= 0;
        return line(id, "smooth-running", month, days.size(), sum, "41", met);
    }

    private static String pressure(String id, int month, List<BigDecimal[]> days) {
        long good = days.stream()
                .filter(day -> day[1].compareTo(LEAST_PRESSURE) >= 0)
                .count();
        boolean met = good * 10 >= days.size() * 9L;
        return line(id, "steady-pressure", month, days.size(), new BigDecimal(good), "0.9", met);
    }

    private static String line(
            String id, String promise, int month, int samples, BigDecimal sum, String target, boolean met) {
        String value = samples == 0
                ? ""
                : sum.divide(new BigDecimal(samples), 6, RoundingMode.HALF_UP).toPlainString();
        String outcome = samples == 0 ? "skipped" : met ? "met" : "breached";
        return String.join(
                ",", id, promise, first(month), first(month + 1), Integer.toString(samples), value, target, outcome);
    }

    private static String first(int month) {
        return String.format("%04d-%02d-01T00:00:00Z", month / 12, month % 12 + 1);
    }
}
