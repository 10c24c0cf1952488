package org.dnn.runtime.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A run as plain data, filled by the training loop as it goes. For one thread: whoever reads while another fills sees
 * halves.
 */
public final class RunRecord {
    private final RunSetup setup;
    private final StepCurve steps = new StepCurve();
    private final List<EpochRow> epochs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Requirement> requirements = new ArrayList<>();
    private SequencedMap<String, Double> test = new LinkedHashMap<>();
    private Optional<Confusion> confusion = Optional.empty();
    private Optional<LargestClass> largestClass = Optional.empty();
    private Ending ending = Ending.RUNNING;
    private String endingDetail = "";
    private double wallSeconds;

    public RunRecord(RunSetup setup) {
        this.setup = setup;
    }

    /** One step is done. Allocates nothing. */
    public void step(long step, double loss, double learningRate) {
        steps.add(step, loss, learningRate);
    }

    /** One epoch is done. */
    public void epoch(EpochRow row) {
        epochs.add(row);
    }

    /** Something to know, in one sentence. */
    public void note(String sentence) {
        notes.add(sentence);
    }

    /** Something that is likely not meant, in one sentence. */
    public void warn(String sentence) {
        warnings.add(sentence);
    }

    /** The metrics over the whole test split by name, its {@code loss} included, the most telling first. */
    public void test(SequencedMap<String, Double> metrics) {
        test = EpochRow.copy(metrics);
    }

    /** Over the test split. */
    public void confusion(Confusion counted) {
        confusion = Optional.of(counted);
    }

    /** Of the test split. */
    public void largestClass(LargestClass largest) {
        largestClass = Optional.of(largest);
    }

    /** A condition of {@code require} was looked at. */
    public void requirement(Requirement outcome) {
        requirements.add(outcome);
    }

    /**
     * The run is over.
     *
     * @param detail       what is to be known beyond the word, as in "validation.loss stalled for 20 epochs", or ""
     * @param wallSeconds  from the start, evaluation included
     */
    public void end(Ending how, String detail, double wallSeconds) {
        ending = how;
        endingDetail = detail;
        this.wallSeconds = wallSeconds;
    }

    public RunSetup setup() {
        return setup;
    }

    public StepCurve steps() {
        return steps;
    }

    public List<EpochRow> epochs() {
        return Collections.unmodifiableList(epochs);
    }

    public List<String> notes() {
        return Collections.unmodifiableList(notes);
    }

    public List<String> warnings() {
        return Collections.unmodifiableList(warnings);
    }

    public List<Requirement> requirements() {
        return Collections.unmodifiableList(requirements);
    }

    public SequencedMap<String, Double> test() {
        return Collections.unmodifiableSequencedMap(test);
    }

    public Optional<Confusion> confusion() {
        return confusion;
    }

    public Optional<LargestClass> largestClass() {
        return largestClass;
    }

    public Ending ending() {
        return ending;
    }

    public String endingDetail() {
        return endingDetail;
    }

    public double wallSeconds() {
        return wallSeconds;
    }
}
