package dev.symbio.ops.independent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The time that incidents used, a second time and in another way: whole numbers of minutes since 1970, days counted by hand,
 * lines split at commas. Shares nothing with the product.
 */
public final class OtherJourneys {
    private static final long DAY = 24 * 60;
    private static final Map<String, Long> LIMITS = Map.of("1", 240L, "2", 480L, "3", 1440L, "4", 2400L);

    private OtherJourneys() {}

    /** The lines of journeys.csv, with the header. */
    public static List<String> journeys(Path file) {
        Map<String, List<String[]>> cases = new TreeMap<>();
        int[] at;
        try (BufferedReader lines = reader(file)) {
            List<String> header = Arrays.asList(lines.readLine().split(",", -1));
            at = new int[] {
                header.indexOf("number"),
                header.indexOf("incident_state"),
                header.indexOf("opened_at"),
                header.indexOf("sys_updated_at"),
                header.indexOf("assignment_group"),
                header.indexOf("priority")
            };
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",", -1);
                if (fields.length == header.size()) {
                    cases.computeIfAbsent(fields[at[0]], none -> new ArrayList<>())
                            .add(fields);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, long[]> sums = new TreeMap<>();
        cases.values().forEach(rows -> add(sums, rows, at));
        List<String> result = new ArrayList<>();
        result.add("priority,journeys,met,breached,used_minutes,handovers");
        sums.forEach((priority, sum) ->
                result.add(priority + "," + sum[0] + "," + sum[1] + "," + sum[2] + "," + sum[3] + "," + sum[4]));
        return result;
    }

    private static void add(Map<String, long[]> sums, List<String[]> rows, int[] at) {
        // insertion sort: what came first in the file stays first
        for (int i = 1; i < rows.size(); i++) {
            for (int j = i; j > 0 && minute(rows.get(j)[at[3]]) < minute(rows.get(j - 1)[at[3]]); j--) {
                String[] later = rows.get(j - 1);
                rows.set(j - 1, rows.get(j));
                rows.set(j, later);
            }
        }
        long opened = minute(rows.get(0)[at[2]]);
        long last = opened;
        boolean running = true;
        long used = 0;
        long handovers = 0;
        String group = "?";
        for (String[] row : rows) {
            long now = Math.max(opened, minute(row[at[3]]));
            used += running ? open(now) - open(last) : 0;
            last = now;
            running = row[at[1]].equals("New") || row[at[1]].equals("Active");
            if (!row[at[4]].equals("?")) {
                handovers += group.equals("?") || group.equals(row[at[4]]) ? 0 : 1;
                group = row[at[4]];
            }
        }
        String priority = rows.get(rows.size() - 1)[at[5]].substring(0, 1);
        if (!LIMITS.containsKey(priority)) {
            return;
        }
        long[] sum = sums.computeIfAbsent(priority, none -> new long[5]);
        sum[0]++;
        sum[used > LIMITS.get(priority) ? 2 : 1]++;
        sum[3] += used;
        sum[4] += handovers;
    }

    /** Open minutes since Monday, 5 January 1970: ten hours from eight on, five days a week. */
    private static long open(long minute) {
        long since = minute - 4 * DAY;
        long weeks = Math.floorDiv(since, 7 * DAY);
        long inWeek = Math.floorMod(since, 7 * DAY);
        long day = inWeek / DAY;
        long ofToday = day < 5 ? Math.max(0, Math.min(600, inWeek % DAY - 480)) : 0;
        return weeks * 3000 + Math.min(day, 5) * 600 + ofToday;
    }

    /** {@code d/m/yyyy HH:MM} as minutes since 1970. */
    private static long minute(String text) {
        String[] parts = text.split("[/ :]");
        long year = Long.parseLong(parts[2]);
        long month = Long.parseLong(parts[1]);
        long y = month <= 2 ? year - 1 : year;
        long m = month <= 2 ? month + 9 : month - 3;
        long days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + Long.parseLong(parts[0]) - 1 - 719468;
        return days * DAY + Long.parseLong(parts[3]) * 60 + Long.parseLong(parts[4]);
    }

    private static BufferedReader reader(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }
}
