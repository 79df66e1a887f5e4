package dev.symbio.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table in docs/configuration.md is symbio.conf, told as a table. */
class ConfigurationTableTest {
    private static final Pattern SECTION = Pattern.compile("([a-z-]+) \\{");
    private static final Pattern DEFAULT = Pattern.compile("([a-z-]+) = \"?([^\"$]*)\"?");
    private static final Pattern VARIABLE = Pattern.compile("([a-z-]+) = \\$\\{\\?([A-Z_]+)}");

    @Test
    void everySettingIsInTheTableAsTheFileHasIt() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
                .filter(line -> line.startsWith("| `symbio."))
                .toList();

        assertThat(documented).containsExactlyElementsOf(expected());
    }

    private static List<String> expected() throws IOException {
        List<String> rows = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        List<String> comment = new ArrayList<>();
        String value = "";
        for (String line : settings()) {
            Matcher section = SECTION.matcher(line);
            Matcher variable = VARIABLE.matcher(line);
            Matcher setting = DEFAULT.matcher(line);
            if (line.startsWith("#")) {
                comment.add(line.substring(1).strip());
            } else if (section.matches()) {
                path.addLast(section.group(1));
                comment.clear();
            } else if (line.equals("}")) {
                path.removeLast();
            } else if (variable.matches()) {
                assertThat(comment).as("meaning of %s", variable.group(1)).isNotEmpty();
                rows.add("| `" + String.join(".", path) + "." + variable.group(1) + "` | `" + variable.group(2) + "` | "
                        + (value.isEmpty() ? "none" : "`" + value + "`") + " | " + String.join(" ", comment) + " |");
                comment.clear();
            } else if (setting.matches()) {
                value = setting.group(2);
            } else {
                comment.clear();
            }
        }
        return rows;
    }

    private static List<String> settings() throws IOException {
        try (InputStream file = Settings.class.getResourceAsStream("/symbio.conf")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .toList();
        }
    }
}
