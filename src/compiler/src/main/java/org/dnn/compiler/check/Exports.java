package org.dnn.compiler.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;

/** {@code export Training { weights: "net.safetensors" }}. */
final class Exports {
    private static final List<String> SETTINGS = List.of("weights", "onnx");

    private final Report report;
    private final List<String> trains;
    private final Map<String, Name> seen = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();

    /** @param trains the names of the train blocks of the file */
    Exports(Report report, List<String> trains) {
        this.report = report;
        this.trains = trains;
    }

    /** The file of the weights, by the name of the train block. */
    Map<String, String> files() {
        return files;
    }

    void check(Declaration.Export export) {
        Name train = export.train();
        if (!trains.contains(train.text())) {
            report.unknown("train block", train, trains);
        }
        Name first = seen.putIfAbsent(train.text(), train);
        if (first != null && !train.isMissing()) {
            report.add(Diagnostic.of(Code.DUPLICATE_NAME, train.span(), train + " is already exported")
                    .label(first.span(), "exported here").help("put all settings into one export"));
        }
        Settings settings = new Settings(report, train, export.settings(), SETTINGS);
        settings.find("onnx").ifPresent(s -> report.notBuilt(s.span(), "export to onnx"));
        if (settings.find("onnx").isEmpty()) {
            settings.required("weights", "for example weights: \"model.safetensors\"").ifPresent(e -> {
                if (e instanceof Expression.Text text) {
                    files.put(train.text(), text.value());
                } else {
                    report.error(Code.WRONG_VALUE, e.span(),
                            "the name of a file is a text in quotes, found " + e.span().text(),
                            "for example weights: \"model.safetensors\"");
                }
            });
        }
    }
}
