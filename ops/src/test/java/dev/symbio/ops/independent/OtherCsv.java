package dev.symbio.ops.independent;

import java.util.ArrayList;
import java.util.List;

/** Splits well-formed CSV by walking over its characters once. */
final class OtherCsv {
    private OtherCsv() {}

    static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        String normal = text.replace("\uFEFF", "").replace("\r\n", "\n") + "\n";
        for (int i = 0; i < normal.length(); i++) {
            char c = normal.charAt(i);
            if (c == '"') {
                if (quoted && normal.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (quoted || (c != ',' && c != '\n')) {
                cell.append(c);
            } else {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    if (row.size() > 1) {
                        rows.add(row);
                    }
                    row = new ArrayList<>();
                }
            }
        }
        return rows;
    }
}
