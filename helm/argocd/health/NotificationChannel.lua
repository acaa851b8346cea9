-- Healthy while it can send.
local status = obj.status
if status == nil or status.conditions == nil or (status.observedGeneration or 0) < obj.metadata.generation then
  return { status = "Progressing", message = "The operator has not looked at it yet." }
end
for _, condition in ipairs(status.conditions) do
  if condition.status == "False" and (condition.type == "Ready" or condition.type == "TemplatesValid") then
    return { status = "Degraded", message = condition.message }
  end
end
for _, condition in ipairs(status.conditions) do
  if condition.type == "Ready" and condition.status == "True" then
    return { status = obj.spec.suspend and "Suspended" or "Healthy", message = condition.message }
  end
end
return { status = "Progressing", message = "Nobody can say yet whether it can send." }
