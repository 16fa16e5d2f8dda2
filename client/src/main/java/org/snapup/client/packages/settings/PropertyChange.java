package org.snapup.client.packages.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Syntax;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.ImageChanges.PropertyAct;

/** {@code snapup set-property}, {@code add-property-value} and {@code remove-property-value}. */
public final class PropertyChange extends SettingVerb {
    private final PropertyAct act;

    private PropertyChange(String name, PropertyAct act, String operands, int most, String summary) {
        super(name, List.of(), operands, 2, most, summary, "");
        this.act = act;
    }

    public static PropertyChange set() {
        return new PropertyChange(
                "set-property",
                PropertyAct.SET,
                "NAME VALUE...",
                Syntax.ANY_NUMBER,
                "Set a property of the image; several values where it is a list.");
    }

    public static PropertyChange add() {
        return new PropertyChange(
                "add-property-value", PropertyAct.ADD, "NAME VALUE", 2, "Add a value to a property that is a list.");
    }

    public static PropertyChange remove() {
        return new PropertyChange(
                "remove-property-value",
                PropertyAct.REMOVE,
                "NAME VALUE",
                2,
                "Remove a value from a property that is a list.");
    }

    @Override
    protected String method() {
        return ImageChanges.CHANGE_PROPERTY;
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) {
        List<String> words = arguments.operands();
        return new ImageChanges.PropertyRequest(root, act, words.get(0), words.subList(1, words.size()));
    }
}
