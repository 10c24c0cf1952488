package org.dnn.runtime.cpu;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

import org.dnn.runtime.device.NotFinite;

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
        program.prepare(0);
        look(trace.kept(), 0, 0, program.rows);
        program.run(0);
        look();
        return found;
    }

    private void look() {
        for (Trace.Value value : trace.meeting(meeting++)) {
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
        Optional<NotFinite> first = Optional.empty();
        int count = 0;
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < value.width(); i++) {
                float number = memory[place + i * value.stride() + row];
                count += Float.isFinite(number) ? 0 : 1;
                if (first.isEmpty() && count > 0) {
                    first = Optional.of(new NotFinite(step, value.name(), value.line(), number, 0, rows * value.width(),
                            OptionalInt.of(program.order[program.first + from + row])));
                }
            }
        }
        int all = count;
        return first.map(f -> new NotFinite(f.step(), f.name(), f.line(), f.first(), all, f.size(), f.row()));
    }

    private Optional<NotFinite> look(Trace.Value value) {
        int first = -1;
        int count = 0;
        for (int i = 0; i < value.count(); i++) {
            if (!Float.isFinite(memory[value.place() + i])) {
                first = first < 0 ? i : first;
                count++;
            }
        }
        if (first < 0) {
            return Optional.empty();
        }
        OptionalInt row = value.width() == 0
                ? OptionalInt.empty()
                : OptionalInt.of(program.order[program.first + first / value.width()]);
        return Optional.of(new NotFinite(step, value.name(), value.line(), memory[value.place() + first], count,
                value.count(), row));
    }
}
