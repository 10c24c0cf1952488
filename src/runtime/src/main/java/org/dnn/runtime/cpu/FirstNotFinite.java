package org.dnn.runtime.cpu;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

import org.dnn.runtime.device.NotFinite;
import org.dnn.runtime.device.Trace;

/** Runs a program alone and looks, wherever a team would meet, at what has been written since it last did. */
final class FirstNotFinite {
    private final float[] memory;
    private final CpuProgram program;
    private Trace trace = new Trace();
    private int meeting;
    private long step;
    private Optional<NotFinite> found = Optional.empty();

    /** @param make makes the program for a team */
    FirstNotFinite(float[] memory, Function<Team, CpuProgram> make) {
        this.memory = memory;
        this.program = make.apply(Team.alone(this::look));
        program.watch((strip, from, rows) -> look(trace.strips(), strip, from, rows));
    }

    CpuProgram program() {
        return program;
    }

    /** Runs the batch that the program was set to. */
    Optional<NotFinite> run(long stepNumber) {
        trace = new Trace();
        program.trace(trace);
        meeting = 0;
        step = stepNumber;
        found = Optional.empty();
        look(trace.atBeginning());
        program.prepare(0);
        look(trace.kept(), 0, 0, program.rows);
        program.run(0);
        look();
        return found;
    }

    private void look() {
        look(trace.meeting(meeting++));
    }

    private void look(List<Trace.Value> values) {
        for (Trace.Value value : values) {
            if (found.isEmpty()) {
                found = look(value);
            }
        }
    }

    private void look(List<Trace.StripValue> values, int strip, int from, int rows) {
        for (Trace.StripValue value : values) {
            if (found.isEmpty()) {
                found = look(value, strip + value.place(), from, rows);
            }
        }
    }

    private Optional<NotFinite> look(Trace.StripValue value, int place, int from, int rows) {
        int width = value.width();
        return look(value.name(), value.line(), rows * width, i -> place + i % width * value.stride() + i / width,
                i -> row(from + i / width));
    }

    private Optional<NotFinite> look(Trace.Value value) {
        return look(value.name(), value.line(), value.count(), i -> value.place() + i,
                i -> value.width() == 0 ? OptionalInt.empty() : row(i / value.width()));
    }

    /** The row of the data that stands at a place of the batch. */
    private OptionalInt row(int inBatch) {
        return OptionalInt.of(program.order[program.first + inBatch]);
    }

    private Optional<NotFinite> look(String name, int line, int size, IntUnaryOperator place,
            IntFunction<OptionalInt> row) {
        return NotFinite.in(step, name, line, size, i -> memory[place.applyAsInt(i)], row);
    }
}
