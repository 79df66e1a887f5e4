package dev.symbio.gateway.sla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.gateway.RunningSymbio;
import dev.symbio.gateway.SharedSymbio;
import dev.symbio.gateway.http.ProblemType;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What contracts can answer and what is declared must not drift apart. */
@ExtendWith(SharedSymbio.class)
class DeclaredCodesTest {
    private static final Pattern CODE = Pattern.compile("sla\\.[a-z]+(-[a-z]+)+(?![-a-z])");

    /** Faults of single observations: they stand in a problem's errors or a file's summary, never alone. */
    private static final Set<String> OF_OBSERVATIONS = Set.of(
            "sla.at-missing",
            "sla.contract-full",
            "sla.contract-over",
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
            "sla.observation-missing",
            "sla.outside-contract",
            "sla.period-full",
            "sla.period-sealed");

    @Test
    void declaresEveryCodeThatContractsCanAnswer(RunningSymbio symbio) throws IOException, URISyntaxException {
        Set<String> declared = symbio.symbio().endpoints().stream()
                .flatMap(endpoint -> endpoint.problems().stream())
                .map(ProblemType::code)
                .collect(Collectors.toSet());
        Set<String> undeclared = codesInContracts();
        assertThat(undeclared).contains("sla.not-found", "sla.tiers-gap");

        undeclared.removeAll(declared);
        undeclared.removeAll(OF_OBSERVATIONS);
        assertThat(undeclared).isEmpty();
    }

    private static Set<String> codesInContracts() throws IOException, URISyntaxException {
        Path place = Path.of(SlaContract.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isDirectory(place)) {
            return codesIn(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
            return codesIn(jar.getPath("/"));
        }
    }

    /** News are named like problems, but are none. */
    private static Set<String> codesIn(Path folder) throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f ->
                            f.toString().endsWith(".class") && !f.toString().contains("Notices"))
                    .toList()) {
                Matcher code = CODE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
                while (code.find()) {
                    codes.add(code.group());
                }
            }
        }
        return codes;
    }
}
