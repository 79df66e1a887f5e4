package dev.symbio.contracts.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NoticeTextsTest {
    private static final Pattern TYPE =
            Pattern.compile("(sla|opportunity|journey|commitment)\\.[a-z]+(-[a-z]+)*(?![-a-zA-Z/.])");

    @Test
    void everyTextIsThereInBothLanguagesWithTheSameFacts() {
        var english = NoticeTexts.bundle(Locale.ENGLISH);
        var chinese = NoticeTexts.bundle(Locale.CHINESE);
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        for (String type : english.keySet()) {
            assertThat(facts(chinese.getString(type))).as(type).isEqualTo(facts(english.getString(type)));
            assertThat(chinese.getString(type)).as(type).isNotEqualTo(english.getString(type));
        }
    }

    @Test
    void factsStandInTheText() {
        Map<String, String> facts =
                Map.of("period", "2026-Q2", "credit", "12.50", "currency", "USD", "customer", "acme", "provider", "$1");
        assertThat(NoticeTexts.text("sla.statement-issued", facts, Locale.ENGLISH))
                .isEqualTo("Statement 2026-Q2: 12.50 USD is to be paid to acme by $1.");
        assertThat(NoticeTexts.text("sla.statement-issued", facts, Locale.CHINESE))
                .contains("2026-Q2", "12.50 USD");
    }

    @Test
    void everyTypeThatIsSentHasAText() throws Exception {
        Path classes = Path.of(NoticeTexts.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        TreeSet<String> types = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.getFileName().toString().endsWith("Notices.class"))
                    .toList()) {
                TYPE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .results()
                        .forEach(found -> types.add(found.group()));
            }
        }
        assertThat(types).contains("opportunity.stalled", "sla.statement-issued");
        assertThat(NoticeTexts.bundle(Locale.ENGLISH).keySet()).containsAll(types);
    }

    private static TreeSet<String> facts(String text) {
        return Pattern.compile("\\{[A-Za-z]+}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
