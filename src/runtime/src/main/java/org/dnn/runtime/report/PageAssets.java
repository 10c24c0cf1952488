package org.dnn.runtime.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;

/** Style and script of the report, read from the class path: ours, and those of uPlot with its licence. */
final class PageAssets {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/";
    private static final String UPLOT_VERSION = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private PageAssets() {}

    static String style() {
        return read(uplot("dist/uPlot.min.css")).strip() + "\n" + read("report.css");
    }

    static String script() {
        String licence = "/*\n" + read(uplot("LICENSE")).strip() + "\n*/\n";
        return licence + read(uplot("dist/uPlot.iife.min.js")).strip() + "\n" + read("report.js");
    }

    /** Allows this one script, styles and pictures within the page, and no request of any kind. */
    static String policy(String script) {
        return "default-src 'none'; script-src 'sha256-" + sha256(script)
                + "'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    /** Its version stands in the path, and the jar says which it is: so the pom alone names it. */
    private static String uplot(String file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(read(UPLOT_VERSION)));
        } catch (IOException impossible) { // a StringReader has no disk
            throw new UncheckedIOException(impossible);
        }
        return UPLOT + properties.getProperty("version") + "/" + file;
    }

    private static String read(String resource) {
        try (InputStream in = PageAssets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read from the class path", e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }
}
