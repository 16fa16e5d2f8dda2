package org.snapup.ips.repo.depot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.Origin;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.PublisherProperty;

/**
 * A depot, reached by http or https.
 *
 * <pre>
 * BASE/status/0/                       the properties of the repository
 * BASE/publisher/0/                    what publishers there are, and their properties
 * BASE/PUBLISHER/catalog/1/NAME        a file of a catalog
 * BASE/PUBLISHER/manifest/0/STEM@VERSION
 * BASE/PUBLISHER/file/1/HASH           a payload, gzip
 * </pre>
 */
public final class DepotOrigin implements Origin {
    private static final int MAX_PUBLISHERS = 4 << 20;

    private final DepotClient client;

    DepotOrigin(DepotClient client) {
        this.client = client;
    }

    /**
     * Asks nothing yet.
     *
     * @throws IpsException BAD_INPUT if it is no http or https location, or its proxy, key or certificates can't be used; IO
     */
    public static DepotOrigin of(PackageSource source) {
        return new DepotOrigin(new DepotClient(source, DepotClient.Retry.USUAL, System.getenv()));
    }

    @Override
    public String location() {
        return client.location();
    }

    @Override
    public List<String> publishers() {
        try (JsonParser json = new JsonFactory().createParser(ofPublishers())) {
            return publishers(json);
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT,
                    "the depot at " + location() + " doesn't say which publishers it has in a way that can be read: "
                            + e + "; check the location",
                    e);
        }
    }

    private byte[] ofPublishers() {
        byte[] bytes = read("publisher/0/", MAX_PUBLISHERS);
        if (bytes == null) {
            throw IpsException.notFound("there is no depot at " + location()
                    + ": it doesn't say which publishers it has;" + " check the location");
        }
        return bytes;
    }

    @Override
    public List<PublisherProperty> publisherProperties(String publisher) {
        return PublisherProperty.of(publisher, ofPublishers(), "the depot at " + location());
    }

    @Override
    public Map<String, Map<String, String>> properties() {
        byte[] bytes = read("status/0/", MAX_PUBLISHERS);
        return bytes == null ? Map.of() : DepotStatus.properties(bytes, location());
    }

    // {"publishers":[{"name":"..."}]}
    private static List<String> publishers(JsonParser json) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("expected an object");
        }
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (!field.equals("publishers") || value != JsonToken.START_ARRAY) {
                json.skipChildren();
                continue;
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                    json.nextToken();
                    if (key.equals("name") && Fmri.isPublisher(json.getValueAsString(""))) {
                        names.add(json.getValueAsString(""));
                    }
                    json.skipChildren();
                }
            }
        }
        return List.copyOf(names);
    }

    @Override
    public Optional<String> defaultPublisher() {
        List<String> publishers = publishers();
        return publishers.size() == 1 ? Optional.of(publishers.get(0)) : Optional.empty();
    }

    @Override
    public byte @Nullable [] catalogFile(String publisher, String name) {
        return read(publisher + "/catalog/1/" + Fmri.encode(name), HeapBudget.fileBytes());
    }

    private byte @Nullable [] read(String path, int limit) {
        try (InputStream in = client.get(path)) {
            if (in == null) {
                return null;
            }
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw IpsException.corrupt("the answer of " + location() + " to " + path + " is longer than " + limit
                        + " bytes; check the location");
            }
            return bytes;
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read " + path + " from " + location() + ": " + e, e);
        }
    }

    @Override
    public @Nullable InputStream manifest(Fmri fmri) throws IOException {
        return client.get(fmri.requirePublisher() + "/manifest/0/" + fmri.urlPath());
    }

    @Override
    public @Nullable ReadableByteChannel file(String publisher, String hash) throws IOException {
        InputStream in = client.get(publisher + "/file/1/" + hash);
        return in == null ? null : Channels.newChannel(in);
    }

    @Override
    public @Nullable InputStream search(String publisher, String query) {
        return client.get(publisher + "/search/1/" + Fmri.encode(query));
    }

    @Override
    public void close() {
        // the client's threads end when it is no longer used
    }
}
