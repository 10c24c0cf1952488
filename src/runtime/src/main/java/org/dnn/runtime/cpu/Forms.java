package org.dnn.runtime.cpu;

import java.util.List;
import java.util.Optional;
import org.dnn.runtime.Problem;
import org.dnn.runtime.x86.MachineCode;
import org.jspecify.annotations.Nullable;

/**
 * Which form runs in this JVM: machine code where there is some that can be called; the Vector API's where its module is
 * present and the machine has vectors of 8 or 16 floats; plain Java otherwise. The system property {@code dnn.form} overrules:
 * {@code plain}, {@code vector} for the Vector API alone, or {@code machine}.
 */
public final class Forms {
    private static final String PROPERTY = "dnn.form";
    private static final String MODULE = "jdk.incubator.vector";
    private static final String PLAIN = "plain";
    private static final String VECTOR = "vector";
    private static final String MACHINE = "machine";

    private static @Nullable Products chosen;

    private Forms() {}

    /**
     * Whether a JVM needs the Vector API's module for the fastest form of what it runs, which takes time at its start.
     *
     * @param asked         the form that is asked for, if one is
     * @param inMachineCode whether all that it runs has a form in machine code
     */
    public static boolean needVectorApi(Optional<String> asked, boolean inMachineCode) {
        return switch (asked.orElse(MACHINE)) {
            case PLAIN -> false;
            case MACHINE -> !inMachineCode || !MachineForm.whyNotHere().isEmpty();
            default -> true;
        };
    }

    /** The form that is asked for; "" for the fastest. */
    private static String asked() {
        String asked = System.getProperty(PROPERTY, "");
        if (!List.of("", PLAIN, VECTOR, MACHINE).contains(asked)) {
            throw new Problem(
                    PROPERTY + "=" + asked + " is not a form: the forms are plain, vector and machine.");
        }
        return asked;
    }

    /** Whether no form was asked for: then the fastest is taken, and may be waited for. */
    public static boolean patient() {
        return asked().isEmpty();
    }

    /**
     * Whether the vector form runs here, where there is no machine code, and generated code should load its own.
     *
     * @throws Problem if the property {@code dnn.form} asks for what is not there
     */
    public static boolean vector() {
        if (asked().equals(VECTOR)) {
            requireVector();
        }
        return !asked().equals(PLAIN) && modulePresent() && VectorProducts.lanesServe();
    }

    /**
     * Whether what has a form in machine code runs in it, if the system lets it be called.
     *
     * @throws Problem if the property {@code dnn.form} asks for what is not there
     */
    static boolean machine() {
        if (asked().equals(MACHINE) && !MachineForm.whyNot().isEmpty()) {
            throw noMachineCode();
        }
        return asked().equals(MACHINE) || (patient() && MachineForm.whyNot().isEmpty());
    }

    /**
     * The forms of a training's programs, where it is the same from the first step on: the first that can be had. Machine code that
     * was not asked for may turn out not to be.
     *
     * @param hasMachineForm whether they can be machine code
     * @throws Problem if the property {@code dnn.form} asks for what is not there
     */
    static List<Form> forms(boolean hasMachineForm) {
        Form other = vector() ? Form.VECTORS : Form.PLAIN;
        if (!hasMachineForm || !machine()) {
            return List.of(other);
        }
        return patient() ? List.of(Form.MACHINE, other) : List.of(Form.MACHINE);
    }

    /**
     * The products of this JVM's form, made once. Where it was not asked for but chosen, the first tenth of a second of work runs
     * in plain loops, since vector loops are slow until they are compiled; machine code takes over as soon as it is made.
     *
     * @throws Problem if the property {@code dnn.form} asks for what is not there
     */
    public static synchronized Products products() {
        Products products = chosen;
        if (products == null) {
            products = patient() ? patientProducts() : askedProducts();
            chosen = products;
        }
        return products;
    }

    private static Products patientProducts() {
        if (!vector()) {
            return machine() ? MachineProducts.awaited() : new PlainProducts();
        }
        Patience patience = Patience.some();
        VectorProducts vectors = VectorProducts.patient(patience);
        return machine() ? MachineProducts.awaited(vectors, patience) : vectors;
    }

    private static Products askedProducts() {
        if (machine()) {
            return MachineProducts.made().orElseThrow(Forms::noMachineCode);
        }
        return vector() ? new VectorProducts() : new PlainProducts();
    }

    /**
     * Begins, on a thread of its own, to make the machine code that a training is going to call, where it may be called. Most of
     * that is the start of Java's foreign functions, which can take place while the data are read, if there is a processor for it.
     *
     * @param inStrips whether its programs work in strips
     * @param programs the classes of those in machine code
     */
    static void begin(boolean inStrips, List<Class<? extends CpuProgram>> programs) {
        if (!patient() || Runtime.getRuntime().availableProcessors() == 1) {
            return;
        }
        MachineCalls.beside(() -> {
            if (!machine()) {
                return;
            }
            if (inStrips) {
                MachineStrip.make();
            } else if (products() instanceof MachineProducts products) {
                products.make();
            }
            programs.forEach(Forms::load);
        });
    }

    /** Has a class loaded, and so its machine code made. Where that fails, it fails again for whoever needs it. */
    private static void load(Class<? extends CpuProgram> program) {
        try {
            Class.forName(program.getName(), true, program.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The products that a program in this form calls.
     *
     * @param inStrips whether it works in strips
     * @throws IllegalStateException if it is machine code, and there is none here
     */
    static Products products(Form form, boolean inStrips) {
        return switch (form) {
            case PLAIN -> new PlainProducts();
            case VECTORS -> products();
            case MACHINE -> inStrips && patient() ? stripProducts() : products();
        };
    }

    private static Products stripProducts() {
        return MachineProducts.awaited(
                MachineStrip.make().orElseThrow(() -> new IllegalStateException(whyNoMachineCode())));
    }

    /** Which form runs, and why where it is a slower one. */
    public static String described() {
        if (machine() && MachineProducts.made().isPresent()) {
            return "machine code, vectors of " + MachineForm.lanes();
        }
        return vector() ? described(Form.VECTORS) + whyVectors() : described(Form.PLAIN);
    }

    /** A form that runs, and why if it is the slowest. */
    static String described(Form form) {
        return switch (form) {
            case PLAIN -> "plain form" + whyPlain();
            case VECTORS -> "vectors of " + VectorForm.lanes();
            case MACHINE -> "vectors of " + MachineForm.lanes();
        };
    }

    private static String whyVectors() {
        return MachineCode.madeForThisSystem() && patient()
                ? ", large products slower than in machine code by a " + (VectorForm.lanes() == 8 ? "third" : "tenth")
                        + ": " + whyNoMachineCode()
                : "";
    }

    private static String whyNoMachineCode() {
        String why = MachineForm.whyNot();
        return why.isEmpty() ? "this system lets no memory be executed that was written" : why;
    }

    private static Problem noMachineCode() {
        return new Problem(PROPERTY + "=" + MACHINE + " has no machine code here: " + whyNoMachineCode() + ".");
    }

    /** Why the plain form runs, and what it costs, where nobody asked for it; else "". */
    static String whyPlain() {
        if (!patient()) {
            return "";
        }
        if (!modulePresent()) {
            return MachineForm.whyNot().isEmpty()
                    ? ", several times slower than machine code: " + whyNoMachineCode() + "; -D" + PROPERTY + "="
                            + VECTOR + " is faster"
                    : ", several times slower than vectors: start Java with --add-modules " + MODULE;
        }
        return ", several times slower than vectors: this machine, or a setting of the JVM, has none of 8 or 16 floats"
                + (hasFusedMultiplyAdd()
                        ? ""
                        : "; and it has no fused multiply-add, without which Java's is some"
                                + " hundred times slower");
    }

    private static boolean hasFusedMultiplyAdd() {
        return !HotSpot.flag("UseFMA").equals(Optional.of("false"));
    }

    private static boolean modulePresent() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    private static void requireVector() {
        if (!modulePresent()) {
            throw new Problem(PROPERTY + "=" + VECTOR + " needs the module " + MODULE
                    + ": start Java with --add-modules " + MODULE + ".");
        }
        if (!VectorProducts.lanesServe()) {
            throw new Problem(PROPERTY + "=" + VECTOR + " needs vectors of 8 or 16 floats, which this machine"
                    + " or this setting of the JVM does not have.");
        }
    }
}
