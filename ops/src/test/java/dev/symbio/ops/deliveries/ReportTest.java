package dev.symbio.ops.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void writesStatementsByProviderAndPeriod() {
        Report report = new Report(
                List.of(
                        line("Zeta", "2011-Q1", 20, 19, "100", "0"),
                        line("Alpha, Inc \"A\"", "2011-Q4", 3, 2, "1234.5000", "61.73"),
                        line("Alpha, Inc \"A\"", "2011-Q2", 1, 1, "0.125", "0.00"),
                        line("Alpha, Inc \"A\"", "2011-Q3", 0, 0, "0", "0.00")),
                List.of());
        assertThat(report.statementsCsv())
                .isEqualTo("provider,period,total,met,rate,value,credit,currency,status\n"
                        + "\"Alpha, Inc \"\"A\"\"\",2011-Q2,1,1,1.000000,0.125,0.00,USD,issued\n"
                        + "\"Alpha, Inc \"\"A\"\"\",2011-Q4,3,2,0.666667,1234.50,61.73,USD,issued\n"
                        + "Zeta,2011-Q1,20,19,0.950000,100.00,0.00,USD,issued\n");
    }

    @Test
    void writesProblemsByLine() {
        Report report = new Report(
                List.of(),
                List.of(
                        new RowProblem(9, "x", "row.no-date", "Expected a date, but."),
                        new RowProblem(2, "", "a", "b")));
        assertThat(report.problemsCsv())
                .isEqualTo("line,id,code,detail\n2,,a,b\n9,x,row.no-date,\"Expected a date, but.\"\n");
    }

    private static StatementLine line(
            String provider, String period, long total, long met, String value, String credit) {
        return new StatementLine(
                provider, period, total, met, new BigDecimal(value), new BigDecimal(credit), "USD", "issued");
    }
}
