package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.Contracts;
import dev.symbio.gateway.http.ProblemType;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the four kinds of work can answer and what is declared must not drift apart. */
@ExtendWith(SharedSymbio.class)
class DeclaredCodesTest {
    /** A kind, a code that it is known to have, and faults of single rows and effects: they stand in errors, a summary or a list, never alone. */
    enum Kind {
        SLA(
                "sla",
                "sla.tiers-gap",
                "sla.at-missing",
                "sla.contract-full",
                "sla.currency-differs",
                "sla.delivered-before-ordered",
                "sla.fact-too-old",
                "sla.id-invalid",
                "sla.id-missing",
                "sla.in-the-future",
                "sla.measured-backwards",
                "sla.measured-incomplete",
                "sla.measured-twice",
                "sla.met-contradicts-value",
                "sla.negative-amount",
                "sla.not-measurable",
                "sla.number-too-long",
                "sla.observation-conflict",
                "sla.observation-missing",
                "sla.outside-contract",
                "sla.period-full",
                "sla.period-sealed"),
        OPPORTUNITY(
                "opportunity", "opportunity.artefact-missing", "opportunity.import-conflict", "opportunity.not-ended"),
        JOURNEY("journey", "journey.not-found"),
        COMMITMENT(
                "commitment",
                "commitment.trigger-too-late",
                "commitment.at-missing",
                "commitment.before-activation",
                "commitment.field-unknown",
                "commitment.sample-missing",
                "commitment.stream-unknown",
                "commitment.too-many-samples",
                "commitment.too-many-windows",
                "commitment.too-old",
                "commitment.value-missing",
                "commitment.values-missing");

        private final Pattern code;
        private final String known;
        private final Set<String> neverAlone;

        Kind(String name, String known, String... neverAlone) {
            code = Pattern.compile(name + "\\.[a-z]+(-[a-z]+)+(?![-a-z])");
            this.known = known;
            this.neverAlone = Set.of(neverAlone);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void declaresEveryCodeThatCanBeAnswered(Kind kind, RunningSymbio symbio) throws IOException, URISyntaxException {
        Set<String> declared = symbio.symbio().endpoints().stream()
                .flatMap(endpoint -> endpoint.problems().stream())
                .map(ProblemType::code)
                .collect(Collectors.toSet());
        Set<String> undeclared = codesInContracts(kind.code);
        assertThat(undeclared).contains(kind.known).containsAll(kind.neverAlone);

        undeclared.removeAll(declared);
        undeclared.removeAll(kind.neverAlone);
        assertThat(undeclared).isEmpty();
    }

    private static Set<String> codesInContracts(Pattern code) throws IOException, URISyntaxException {
        Path place = Path.of(Contracts.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isDirectory(place)) {
            return codesIn(place, code);
        }
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
            return codesIn(jar.getPath("/"), code);
        }
    }

    /** News are named like problems, but are none. */
    private static Set<String> codesIn(Path folder, Pattern code) throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> classes = files.filter(file -> file.toString().endsWith(".class")
                            && !file.getFileName().toString().contains("Notices"))
                    .toList();
            for (Path file : classes) {
                Matcher found = code.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
                while (found.find()) {
                    codes.add(found.group());
                }
            }
        }
        return codes;
    }
}
