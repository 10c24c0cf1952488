package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportPageTest {
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    static List<RunRecord> samples() {
        RunRecord empty = new RunRecord(RunSetup.of("Empty", "empty.dnn").build());
        return List.of(SampleRuns.small(), SampleRuns.image(), SampleRuns.points(), SampleRuns.stuck(),
                SampleRuns.broken(), empty);
    }

    @Test
    void body() {
        String page = ReportPage.of(SampleRuns.small());
        String body = page.substring(page.indexOf("<body>"), page.indexOf("<script>"));
        Golden.check("report-body.html", body.replaceAll("base64,[^\"]*", "base64,…"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isWellFormed(RunRecord record) throws Exception {
        assertEquals(List.of(record.setup().train()), XmlPage.parse(ReportPage.of(record)).texts("//h1"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void asksForNothingFromOutside(RunRecord record) throws Exception {
        String page = ReportPage.of(record);
        XmlPage xml = XmlPage.parse(page);
        for (String address : xml.texts("//@src | //@href | //@action | //@data | //@poster | //@srcset")) {
            assertTrue(address.startsWith("data:image/svg+xml;base64,"), address);
        }
        assertTrue(xml.texts("//meta/@content").stream().anyMatch(policy -> policy.startsWith("default-src 'none';")));
        assertFalse(Pattern.compile("@import|url\\(|fetch\\(|XMLHttpRequest|WebSocket|sendBeacon|import\\(")
                .matcher(page).find());
    }

    @Test
    void thePolicyNamesTheOneScript() throws Exception {
        String page = ReportPage.of(SampleRuns.small());
        List<String> scripts = SCRIPT.matcher(page).results().map(found -> found.group(1)).toList();
        assertEquals(1, scripts.size());
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(scripts.getFirst().getBytes(StandardCharsets.UTF_8));
        assertTrue(page.contains("script-src &#39;sha256-" + Base64.getEncoder().encodeToString(digest) + "&#39;"));
        assertTrue(scripts.getFirst().contains("Permission is hereby granted"), "uPlot's licence goes with uPlot");
    }

    @Test
    void textCannotBreakOut() throws Exception {
        String page = ReportPage.of(SampleRuns.broken());
        assertEquals(2, Pattern.compile("<script", Pattern.CASE_INSENSITIVE).matcher(page).results().count());
        assertEquals(2, Pattern.compile("</script", Pattern.CASE_INSENSITIVE).matcher(page).results().count());
        assertEquals(List.of(), XmlPage.parse(page).texts("//img[not(starts-with(@src, 'data:'))]"));
        assertTrue(XmlPage.parse(page).texts("//li").contains("<img src=x onerror=alert(1)> is not markup."));
    }

    @Test
    void aMetricsNameCannotBreakOutOfTheData() {
        RunRecord record = new RunRecord(RunSetup.of("T", "t.dnn").build());
        record.epoch(
                new EpochRow(1, 1, 1, 1, SampleRuns.metrics("</script><script>alert(1)//", 1.0), SampleRuns.metrics()));
        String page = ReportPage.of(record);
        assertEquals(2, Pattern.compile("<script").matcher(page).results().count());
        assertEquals(2, Pattern.compile("</script").matcher(page).results().count());
    }

    @Test
    void firstComesWhetherItLearned() throws Exception {
        XmlPage page = XmlPage.parse(ReportPage.of(SampleRuns.image()));
        assertEquals("test accuracy", page.texts("(//dl)[1]//dt").getFirst());
        assertEquals("0.9132", page.texts("//div[@class='figure lead']/dd[@class='value']").getFirst());
        assertEquals("largest class 0.1000 (airplane)",
                page.texts("//div[@class='figure lead']/dd[@class='beside']").getFirst());
        XmlPage stuck = XmlPage.parse(ReportPage.of(SampleRuns.stuck()));
        assertEquals(List
                .of("Test accuracy equals the share of the largest class (1, 0.6700): every row got the same answer."),
                stuck.texts("//ul[@class='warnings']/li"));
    }

    @Test
    void aLargeMatrixIsToldByItsWorst() throws Exception {
        XmlPage page = XmlPage.parse(ReportPage.of(SampleRuns.broken()));
        assertEquals(List.of("Hardest to recognise", "Confused most"), page.texts("//div[@class='pair']//h3"));
        assertEquals(30, page.texts("//div[@class='pair']//tbody/tr").size());
        assertEquals(List.of(), page.texts("//table[contains(@class, 'confusion')]"));
    }

    @Test
    void theRateHasAChartWhereItVaries() throws Exception {
        assertEquals(List.of("accuracy", "top_k(5)", "Learning rate"),
                XmlPage.parse(ReportPage.of(SampleRuns.image())).texts("//h3"));
        XmlPage constant = XmlPage.parse(ReportPage.of(SampleRuns.points()));
        assertEquals(List.of("accuracy"), constant.texts("//h3"));
        assertEquals(List.of("0.01"), constant.texts("//dt[.='learning rate']/following-sibling::dd[1]"));
    }

    @Test
    void theCurvesAreThinnedAndRounded() {
        RunRecord record = new RunRecord(RunSetup.of("T", "t.dnn").build());
        for (int epoch = 1; epoch <= 20_000; epoch++) {
            record.epoch(new EpochRow(epoch, 1.0 / 3 / epoch, 1, 0.1, SampleRuns.metrics(), SampleRuns.metrics()));
        }
        String data = CurveData.of(record);
        assertTrue(data.length() < 60_000, "length: " + data.length());
        assertTrue(data.contains("[0.333333,"), data.substring(0, 200));
        assertTrue(data.contains(",20000]"), "the last epoch is there");
    }

    @Test
    void theSameRecordGivesTheSameBytes() {
        assertEquals(ReportPage.of(SampleRuns.image()), ReportPage.of(SampleRuns.image()));
    }

    @Test
    void staysSmall() {
        assertTrue(ReportPage.of(SampleRuns.image()).length() < 200_000);
    }

    @Test
    void everyPlaceTheScriptLooksForIsInThePage() throws Exception {
        String script = SCRIPT.matcher(ReportPage.of(SampleRuns.image())).results().map(MatchResult::group).findFirst()
                .orElseThrow();
        XmlPage page = XmlPage.parse(ReportPage.of(SampleRuns.image()));
        assertTrue(script.contains("getElementById(\"curves\")") && page.texts("//@id").equals(List.of("curves")));
        assertEquals(List.of("loss", "metric", "metric", "lr"), page.texts("//@data-chart"));
        assertEquals(List.of("axis", "scale"), page.texts("//@data-choice"));
        assertEquals(List.of("epoch", "step", "linear", "logarithmic"), page.texts("//button/@value"));
    }
}
