package org.snapup.daemon.storage.zfs.command;

import java.util.Map;
import java.util.Optional;
import org.snapup.daemon.storage.Tag;

/** A dataset or snapshot with the properties that were asked for. */
public record Dataset(String name, Map<String, Property> properties) {
    public Property property(String property) {
        return properties.getOrDefault(property, Property.NONE);
    }

    public String value(String property) {
        return property(property).value();
    }

    public String guid() {
        return value("guid");
    }

    /** The tag that it has itself. */
    public Optional<Tag> tag() {
        Property tag = property(Property.TAG);
        return tag.isLocal() ? Tag.parse(tag.value()) : Optional.empty();
    }

    public boolean isOf(Tag job) {
        return tag().filter(job::sameJob).isPresent();
    }

    public long number(String property) {
        String value = value(property);
        return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
    }
}
