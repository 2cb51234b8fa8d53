/* SPDX-License-Identifier: BSD-2-Clause */
/* Ports, and the channels that connect them. */
#include <string.h>

#include "check.h"

static const char *direction_name(pok_port_direction_t direction)
{
    return direction == POK_PORT_SOURCE ? "SOURCE" : "DESTINATION";
}

static const char *kind_name(pok_port_kind_t kind)
{
    return kind == POK_PORT_SAMPLING ? "sampling" : "queuing";
}

static void check_sizes(const struct model_port *port, struct diagnostics *diagnostics)
{
    if (port->MaxMessageSize < 1 || port->MaxMessageSize > POK_MAX_MESSAGE_BYTES) {
        ERROR(diagnostics, port->line, "MaxMessageSize %u is out of range; 1 to %u bytes",
              port->MaxMessageSize, POK_MAX_MESSAGE_BYTES);
    }
    if (port->kind == POK_PORT_QUEUING &&
        (port->MaxNbMessages < 1 || port->MaxNbMessages > POK_MAX_QUEUE_MESSAGES)) {
        ERROR(diagnostics, port->line, "MaxNbMessages %u is out of range; 1 to %u messages",
              port->MaxNbMessages, POK_MAX_QUEUE_MESSAGES);
    }
    if (port->kind != POK_PORT_SAMPLING || port->Direction != POK_PORT_DESTINATION) {
        return;
    }
    if (!port->has_refresh) {
        ERROR(diagnostics, port->line,
              "a sampling destination without RefreshRateSeconds; state after how long a message "
              "is no longer valid");
    } else if (port->RefreshRateSeconds_ns == 0) {
        ERROR(diagnostics, port->line,
              "RefreshRateSeconds is 0, so no message would ever be valid; state a time above 0");
    }
}

void check_ports(struct model *model, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < model->port_count; i++) {
        const struct model_port *port = &model->ports[i];
        if (i == POK_MAX_PORTS) {
            ERROR(diagnostics, port->line,
                  "this is port number %u of the module; a module has at most %u",
                  POK_MAX_PORTS + 1, POK_MAX_PORTS);
        }
        check_sizes(port, diagnostics);
        for (size_t j = model->partitions[port->partition].port_first; j < i; j++) {
            if (strcmp(model->ports[j].Name, port->Name) == 0) {
                ERROR(diagnostics, port->line,
                      "port %s is there twice in partition %s, first in line %u; give each port "
                      "its own name",
                      port->Name, model->partitions[port->partition].PartitionName,
                      model->ports[j].line);
            }
        }
    }
}

/* Find the port of one end of a channel and take it for the channel. */
static void resolve_port(struct model *model, size_t channel, struct model_port_reference *end,
                         pok_port_direction_t direction, struct diagnostics *diagnostics)
{
    if (end->pseudo) {
        ERROR(diagnostics, end->line,
              "pseudo partition %s is not supported; let a partition own the device and connect "
              "it as a Standard_Partition",
              end->PortName);
        return;
    }
    if (end->has_address) {
        ERROR(diagnostics, end->line,
              "PhysicalAddress of a port is not supported; leave it out, the tool lays out the "
              "messages");
    }
    resolve_partition(model, &end->reference, diagnostics);
    if (end->reference.partition == MODEL_NONE) {
        return;
    }
    const struct model_partition *partition = &model->partitions[end->reference.partition];
    for (size_t i = 0; i < partition->port_count; i++) {
        struct model_port *port = &model->ports[partition->port_first + i];
        if (strcmp(port->Name, end->PortName) != 0) {
            continue;
        }
        end->port = partition->port_first + i;
        if (port->Direction != direction) {
            ERROR(diagnostics, end->line,
                  "port %s of partition %s is a %s (line %u) and can't be this channel's %s",
                  port->Name, partition->PartitionName, direction_name(port->Direction), port->line,
                  direction_name(direction));
        }
        if (port->channel == MODEL_NONE) {
            port->channel = channel;
        } else {
            ERROR(diagnostics, end->line,
                  "port %s of partition %s is connected already, by channel %u (line %u); a port "
                  "is in one channel, once",
                  port->Name, partition->PartitionName,
                  model->channels[port->channel].ChannelIdentifier,
                  model->channels[port->channel].line);
        }
        return;
    }
    ERROR(diagnostics, end->line,
          "partition %s has no port %s; add the port to it or name one of its ports",
          partition->PartitionName, end->PortName);
}

static void check_match(const struct model *model, const struct model_channel *channel,
                        struct diagnostics *diagnostics)
{
    if (channel->source_count == 0 || channel->sources[0].port == MODEL_NONE) {
        return;
    }
    const struct model_port *source = &model->ports[channel->sources[0].port];
    for (size_t i = 0; i < channel->destination_count; i++) {
        const struct model_port_reference *end = &channel->destinations[i];
        if (end->port == MODEL_NONE) {
            continue;
        }
        const struct model_port *port = &model->ports[end->port];
        if (port->kind != source->kind) {
            ERROR(diagnostics, end->line,
                  "%s port %s can't receive from %s port %s (line %u); both ends are of one kind",
                  kind_name(port->kind), port->Name, kind_name(source->kind), source->Name,
                  source->line);
        } else if (port->MaxMessageSize != source->MaxMessageSize) {
            ERROR(diagnostics, end->line,
                  "MaxMessageSize of port %s is %u (line %u), of its source %s %u (line %u); both "
                  "must be the same",
                  port->Name, port->MaxMessageSize, port->line, source->Name,
                  source->MaxMessageSize, source->line);
        }
    }
}

static void check_ends(struct model *model, size_t index, struct diagnostics *diagnostics)
{
    struct model_channel *channel = &model->channels[index];

    if (channel->source_count == 0) {
        ERROR(diagnostics, channel->line, "channel %u has no Source; a channel has exactly one",
              channel->ChannelIdentifier);
    }
    if (channel->destination_count == 0) {
        ERROR(diagnostics, channel->line,
              "channel %u has no Destination; a channel has 1 to %u of them",
              channel->ChannelIdentifier, POK_MAX_DESTINATIONS);
    }
    if (channel->destination_count > POK_MAX_DESTINATIONS) {
        ERROR(diagnostics, channel->destinations[POK_MAX_DESTINATIONS].line,
              "channel %u has %zu destinations; at most %u are possible",
              channel->ChannelIdentifier, channel->destination_count, POK_MAX_DESTINATIONS);
    }
    for (size_t i = 0; i < channel->source_count; i++) {
        if (i > 0) {
            ERROR(diagnostics, channel->sources[i].line,
                  "a second Source of channel %u (the first is in line %u); a channel has exactly "
                  "one, so make a channel for each",
                  channel->ChannelIdentifier, channel->sources[0].line);
        }
        resolve_port(model, index, &channel->sources[i], POK_PORT_SOURCE, diagnostics);
    }
    for (size_t i = 0; i < channel->destination_count; i++) {
        resolve_port(model, index, &channel->destinations[i], POK_PORT_DESTINATION, diagnostics);
    }
}

static void check_identity(const struct model *model, size_t index, struct diagnostics *diagnostics)
{
    const struct model_channel *channel = &model->channels[index];
    for (size_t i = 0; i < index; i++) {
        const struct model_channel *other = &model->channels[i];
        if (other->ChannelIdentifier == channel->ChannelIdentifier) {
            ERROR(diagnostics, channel->line,
                  "ChannelIdentifier %u is used twice, first in line %u; give each channel its own",
                  channel->ChannelIdentifier, other->line);
        }
        if (channel->ChannelName != NULL && other->ChannelName != NULL &&
            strcmp(channel->ChannelName, other->ChannelName) == 0) {
            ERROR(diagnostics, channel->line,
                  "ChannelName %s is used twice, first in line %u; give each channel its own",
                  channel->ChannelName, other->line);
        }
    }
}

void check_channels(struct model *model, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < model->channel_count; i++) {
        check_identity(model, i, diagnostics);
        check_ends(model, i, diagnostics);
        check_match(model, &model->channels[i], diagnostics);
    }
    for (size_t i = 0; i < model->port_count; i++) {
        const struct model_port *port = &model->ports[i];
        if (port->channel == MODEL_NONE) {
            WARNING(diagnostics, port->line,
                    "port %s of partition %s is in no channel; connect it or remove it", port->Name,
                    model->partitions[port->partition].PartitionName);
        }
    }
}
